package dev.belay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.belay.verify.Preset;
import dev.belay.verify.Verifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/**
 * Time, throughput and allocation of verifying a file of real answers: {@code VerifyRate FILE PRESET answer|response
 * [WARM_SECONDS [THREADS]]}. Rows are {@code {"gold", "answer", "response"}}, gzip or not. Passes over the file warm
 * up for the given seconds; then seven passes are timed one verification at a time. All times are the thread's
 * processor time, so that other processes on the machine do not count. Prints one JSON object: times of the median
 * pass in microseconds, the spread of the passes' means, and bytes allocated a verification. With THREADS, prints
 * verifications a second (by the clock) on so many threads instead.
 */
public final class VerifyRate {
    private static final int PASSES = 7;

    private record Pair(String gold, String text) {}

    private final Verifier verifier;
    private final boolean whole;
    private final List<Pair> pairs;

    private VerifyRate(Verifier verifier, boolean whole, List<Pair> pairs) {
        this.verifier = verifier;
        this.whole = whole;
        this.pairs = pairs;
    }

    /** See the class comment. */
    public static void main(String[] args) throws IOException, InterruptedException {
        boolean whole = args[2].equals("response");
        VerifyRate rate = new VerifyRate(Verifier.of(Preset.named(args[1])), whole, pairs(Path.of(args[0]), whole));
        double seconds = args.length > 3 ? Double.parseDouble(args[3]) : 8;
        PrintStream out = System.out;
        out.printf(Locale.ROOT, "{\"first_ms\": %.3f, ", rate.pass(new long[rate.pairs.size()]) / 1e6);
        long end = now() + (long) (seconds * 1e9);
        while (now() < end) {
            rate.pass(new long[rate.pairs.size()]);
        }
        if (args.length > 4) {
            int threads = Integer.parseInt(args[4]);
            out.printf(Locale.ROOT, "\"threads\": %d, \"per_second\": %.0f}%n", threads, rate.throughput(threads));
        } else {
            rate.report(out);
        }
    }

    private static List<Pair> pairs(Path file, boolean whole) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Pair> pairs = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode row = json.readTree(line);
                JsonNode text = row.path(whole ? "response" : "answer");
                if (text.isTextual()) {
                    pairs.add(new Pair(row.path("gold").asText(), text.asText()));
                }
            }
        }
        return pairs;
    }

    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private boolean run(Pair p) {
        return (whole ? verifier.verifyResponse(p.gold(), p.text()) : verifier.verify(p.gold(), p.text())).isEqual();
    }

    /** One pass; the nanoseconds of each verification go to {@code times}, their sum is returned. */
    private long pass(long[] times) {
        long sum = 0;
        for (int i = 0; i < times.length; i++) {
            long start = now();
            run(pairs.get(i));
            times[i] = now() - start;
            sum += times[i];
        }
        return sum;
    }

    private void report(PrintStream out) {
        int n = pairs.size();
        long[][] times = new long[PASSES][n];
        double[] means = new double[PASSES];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int p = 0; p < PASSES; p++) {
            means[p] = pass(times[p]) / 1e3 / n;
        }
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / PASSES / n;
        double[] sorted = means.clone();
        Arrays.sort(sorted);
        long[] middle = times[0];
        for (int p = 0; p < PASSES; p++) {
            middle = means[p] == sorted[PASSES / 2] ? times[p] : middle;
        }
        long[] t = middle.clone();
        Arrays.sort(t);
        out.printf(
                Locale.ROOT,
                "\"rows\": %d, \"mean_us\": %.2f, \"mean_us_least\": %.2f, \"mean_us_most\": %.2f, \"p50_us\": %.2f,"
                        + " \"p99_us\": %.1f, \"max_us\": %.0f, \"per_second\": %.0f, \"bytes\": %d}%n",
                n,
                sorted[PASSES / 2],
                sorted[0],
                sorted[PASSES - 1],
                t[n / 2] / 1e3,
                t[(int) (n * 0.99)] / 1e3,
                t[n - 1] / 1e3,
                1e6 / sorted[PASSES / 2],
                bytes);
    }

    /** Verifications a second of threads that share the verifier and take rows in turn, twenty passes in all. */
    private double throughput(int threads) throws InterruptedException {
        int total = 20 * pairs.size();
        AtomicInteger next = new AtomicInteger();
        List<Thread> workers = new ArrayList<>();
        long start = System.nanoTime();
        for (int k = 0; k < threads; k++) {
            workers.add(Thread.ofPlatform().start(() -> {
                for (int i = next.getAndAdd(64); i < total; i = next.getAndAdd(64)) {
                    for (int j = i; j < Math.min(total, i + 64); j++) {
                        run(pairs.get(j % pairs.size()));
                    }
                }
            }));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return total * 1e9 / (System.nanoTime() - start);
    }
}
