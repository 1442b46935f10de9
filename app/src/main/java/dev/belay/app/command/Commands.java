package dev.belay.app.command;

import picocli.CommandLine;

/** The commands there are, in the order the overview lists them. A new command is one class and one line here. */
public final class Commands {
    private Commands() {}

    public static void addTo(CommandLine belay) {
        belay.addSubcommand(new StudyCommand());
        belay.addSubcommand(new TrainCommand());
        belay.addSubcommand(new EvalCommand());
        belay.addSubcommand(new RerunCommand());
        belay.addSubcommand(new DiffCommand());
        belay.addSubcommand(new RescoreCommand());
        belay.addSubcommand(new PretrainCommand());
        belay.addSubcommand(new GenerateCommand());
        belay.addSubcommand(new LogprobsCommand());
        belay.addSubcommand(new VerifyCommand());
        belay.addSubcommand(new ScoreCommand());
        belay.addSubcommand(new MethodsCommand());
        belay.addSubcommand(new SchemaCommand());
        belay.addSubcommand(new ModelsCommand());
        belay.addSubcommand(new ConvertCommand());
        belay.addSubcommand(new BenchCommand());
        belay.addSubcommand(new CommandLine.HelpCommand());
        belay.addSubcommand(new WarmUpCommand());
    }
}
