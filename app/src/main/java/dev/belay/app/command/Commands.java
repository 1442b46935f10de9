package dev.belay.app.command;

import picocli.CommandLine;

/** The commands there are, in the order the overview lists them. A new command is one class and one line here. */
public final class Commands {
    private Commands() {}

    public static void addTo(CommandLine belay) {
        belay.addSubcommand(new VerifyCommand());
        belay.addSubcommand(new WarmUpCommand());
    }
}
