package dev.belay.verify.rules.execution;

import java.util.List;

/**
 * Runs a program against tests in isolation.
 *
 * <p>What an implementation owes: the program cannot reach the network, other files or the result channel; a test has
 * passed only if the run ends with a mark the program cannot know, so that {@code exit(0)} passes nothing; time and
 * memory limits come from {@link Limits} and a program that exceeds them has failed, while anything that is the
 * sandbox's own fault is {@link ExecutionOutcome.Unavailable}. Safe for use by several threads.
 */
public interface CodeRunner {

    /**
     * @param program what to run
     * @param tests at least one
     * @param limits for each test
     */
    ExecutionOutcome run(Program program, List<TestCase> tests, Limits limits);

    /**
     * A program in a language.
     *
     * @param language as a Markdown fence names it, such as {@code python}
     * @param source its text
     */
    record Program(String language, String source) {}

    /**
     * One test.
     *
     * @param input standard input
     * @param expected standard output the program must produce
     */
    record TestCase(String input, String expected) {}

    /**
     * Limits of one test.
     *
     * @param millis wall-clock time
     * @param mebibytes memory
     */
    record Limits(int millis, int mebibytes) {
        public Limits {
            if (millis < 1 || mebibytes < 1) {
                throw new IllegalArgumentException(
                        "limits must be at least 1 ms and 1 MiB, got " + millis + " and " + mebibytes);
            }
        }
    }
}
