package dev.belay.app.command;

import dev.belay.verify.Reason;
import dev.belay.verify.Verdict;
import dev.belay.verify.Verification;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts of a verified file: verdicts, reasons, speed, the slowest row, bad rows. */
final class VerifySummary {
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

    long badRows() {
        return badRows;
    }

    void print(PrintWriter err) {
        String read = counts(verdicts);
        String bad = badRows == 0 ? "" : badRows + " bad";
        err.println("belay: " + rows + " rows: " + read + (read.isEmpty() || bad.isEmpty() ? "" : ", ") + bad);
        if (!reasons.isEmpty()) {
            err.println("       reasons: " + counts(reasons));
            err.printf(
                    Locale.ROOT,
                    "       %.0f verifications/s and thread, slowest %.3f ms (line %d)%n",
                    (rows - badRows) * 1e9 / Math.max(1, nanos),
                    slowestNanos / 1e6,
                    slowestLine);
        }
        err.flush();
    }

    private static String counts(Map<?, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }
}
