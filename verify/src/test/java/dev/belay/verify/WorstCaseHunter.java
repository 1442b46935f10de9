package dev.belay.verify;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Searches for the slowest input of at most 100 kB, run by hand: {@code WorstCaseHunter SECONDS SEED [ANSWERS]}. First
 * every hostile text as gold, as answer, against itself and as a response; the slowest ones in every preset; then
 * mutations of these until the time is up. ANSWERS is a file with an answer a line, blown up and mutated too. Prints the
 * slowest ones and exits with 1 when one took more than 50 ms of processor time.
 */
public final class WorstCaseHunter {

    private static final double LIMIT_MILLIS = 50;
    private static final int KEPT = 100;

    /** Where the hostile text stands. */
    private enum Place {
        GOLD,
        ANSWER,
        BOTH,
        RESPONSE
    }

    private record Case(Preset preset, Place place, String text, double millis) {}

    private final List<Case> slowest = new ArrayList<>();
    private long runs;

    public static void main(String[] args) throws IOException {
        WorstCaseHunter hunter = new WorstCaseHunter();
        List<String> texts = new ArrayList<>(HostileTexts.all());
        if (args.length > 2) {
            for (String line : Files.readAllLines(Path.of(args[2]), StandardCharsets.UTF_8)) {
                if (!line.isEmpty()) {
                    texts.add(line.repeat(1 + HostileTexts.LONGEST / 8 / line.length()));
                    texts.add((line + ",").repeat(40));
                }
            }
        }
        hunter.sweep(texts);
        hunter.print("after the families");
        hunter.climb(Long.parseLong(args[0]), new SplittableRandom(Long.parseLong(args[1])));
        hunter.print("after the search");
        System.exit(hunter.slowest.getFirst().millis() > LIMIT_MILLIS ? 1 : 0);
    }

    /** The preset that does most with each text, then every preset with the slowest ones. */
    private void sweep(List<String> texts) {
        int done = 0;
        for (String text : texts) {
            for (Place place : Place.values()) {
                measure(Preset.LENIENT, place, text);
            }
            if (++done % 500 == 0) {
                System.out.println(done + " of " + texts.size() + " texts, slowest "
                        + slowest.getFirst().millis() + " ms");
            }
        }
        for (Case c : List.copyOf(slowest)) {
            for (Preset preset : Preset.values()) {
                for (Place place : Place.values()) {
                    measure(preset, place, c.text());
                }
            }
        }
    }

    private void climb(long seconds, SplittableRandom random) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            Case parent = slowest.get(random.nextInt(slowest.size()));
            String text = HostileTexts.mutate(parent.text(), random);
            Place[] places = Place.values();
            measure(parent.preset(), random.nextInt(4) == 0 ? places[random.nextInt(4)] : parent.place(), text);
        }
    }

    private void measure(Preset preset, Place place, String text) {
        Verifier verifier = Verifier.of(preset);
        double best = Double.MAX_VALUE;
        for (int k = 0; k < 4; k++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            run(verifier, place, text);
            best = Math.min(best, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e6);
            if (best < floor()) {
                break;
            }
        }
        runs++;
        if (best > LIMIT_MILLIS) {
            System.out.println(shown(new Case(preset, place, text, best)));
        }
        keep(new Case(preset, place, text, best));
    }

    private double floor() {
        return slowest.size() < KEPT ? 0 : slowest.getLast().millis();
    }

    private static void run(Verifier verifier, Place place, String text) {
        switch (place) {
            case GOLD -> verifier.verify(text, "5");
            case ANSWER -> verifier.verify("\\sqrt{5}+x", text);
            case BOTH -> verifier.verify(text, text + "+0");
            case RESPONSE -> verifier.verifyResponse("\\frac12", text);
        }
    }

    private void keep(Case c) {
        if (c.millis() <= floor()) {
            return;
        }
        slowest.removeIf(o -> o.text().equals(c.text()) && o.millis() <= c.millis());
        slowest.add(c);
        slowest.sort(Comparator.comparingDouble(Case::millis).reversed());
        if (slowest.size() > KEPT) {
            slowest.removeLast();
        }
    }

    private void print(String when) {
        System.out.println(runs + " inputs, slowest " + when + ":");
        slowest.stream().limit(25).map(WorstCaseHunter::shown).forEach(System.out::println);
    }

    private static String shown(Case c) {
        String text = c.text().replace('\n', ' ');
        String cut = text.length() <= 110 ? text : text.substring(0, 80) + " ... " + text.substring(text.length() - 25);
        return String.format(
                Locale.ROOT,
                "%8.2f ms  %-11s %-8s %6d  %s",
                c.millis(),
                c.preset().key(),
                c.place(),
                c.text().length(),
                cut);
    }
}
