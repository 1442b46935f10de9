package dev.belay.app.command;

import dev.belay.verify.Reason;
import dev.belay.verify.Verdict;
import dev.belay.verify.Verification;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts of a verified file: verdicts, reasons, speed, the slowest row, bad rows. */
final class VerifySummary {
    /** A speed is told from here on; below, it is the compiler's. */
    private static final int ENOUGH_FOR_SPEED = 10_000;

    private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
    private long rows;
    private long badRows;
    private long nanos;
    private long slowestNanos;
    private long slowestLine;

    void add(VerifiedRow row) {
        rows++;
        Verification v = row.verification();
        if (v == null) {
            badRows++;
            return;
        }
        verdicts.merge(v.verdict(), 1L, Long::sum);
        reasons.merge(v.reason(), 1L, Long::sum);
        nanos += row.nanos();
        if (row.nanos() > slowestNanos) {
            slowestNanos = row.nanos();
            slowestLine = row.line();
        }
    }

    long rows() {
        return rows;
    }

    long badRows() {
        return badRows;
    }

    void print(PrintWriter err) {
        List<String> found = new ArrayList<>();
        if (!verdicts.isEmpty()) {
            found.add(counts(verdicts));
        }
        if (badRows > 0) {
            found.add(badRows + " bad");
        }
        err.println("belay: " + rows + " rows" + (found.isEmpty() ? "" : ": ") + String.join(", ", found));
        if (!reasons.isEmpty()) {
            err.println("       reasons: " + counts(reasons));
            err.println("       " + speed());
        }
        err.flush();
    }

    private String speed() {
        String slowest = String.format(Locale.ROOT, "slowest %.3f ms (line %d)", slowestNanos / 1e6, slowestLine);
        long verified = rows - badRows;
        return verified < ENOUGH_FOR_SPEED
                ? slowest
                : String.format(Locale.ROOT, "%.0f verifications/s and thread, %s", verified * 1e9 / nanos, slowest);
    }

    private static String counts(Map<?, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }
}
