package dev.belay.verify.rules.execution;

/** What running a program against tests gave. */
public sealed interface ExecutionOutcome {

    /**
     * Every test was decided. A test that crashed, printed something else or ran out of time or memory has failed.
     *
     * @param passed tests that passed
     * @param total tests in all, at least 1
     */
    record Decided(int passed, int total) implements ExecutionOutcome {
        public Decided {
            if (total < 1 || passed < 0 || passed > total) {
                throw new IllegalArgumentException(
                        "needs 0 <= passed <= total and total >= 1, got " + passed + " of " + total);
            }
        }
    }

    /**
     * The sandbox could not do its work; says nothing about the program.
     *
     * @param reason what failed
     */
    record Unavailable(String reason) implements ExecutionOutcome {}
}
