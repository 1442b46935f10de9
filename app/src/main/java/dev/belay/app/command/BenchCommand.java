package dev.belay.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Timings of this machine, in figures that can be set beside those of other trainers. */
@Command(
        name = "bench",
        subcommands = {BenchStepCommand.class, BenchDigitsCommand.class},
        description = "Measures speed on this machine; tools/bench/compare.py sets the figures beside TRL's.",
        footer = {"Examples:", "  ./belay bench step --shape s --json", "  ./belay bench digits"})
final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
