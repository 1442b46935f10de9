package dev.belay.app.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Touches the classes that every start needs, while the launcher records its start-up cache. */
@Command(name = "warm-up", hidden = true, description = "Used by the launcher when it records the start-up cache.")
final class WarmUpCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Override
    public void run() {
        StringWriter discarded = new StringWriter();
        CommandLine belay = spec.root().commandLine();
        belay.usage(new PrintWriter(discarded));
        belay.getSubcommands().values().forEach(command -> command.usage(new PrintWriter(discarded)));
    }
}
