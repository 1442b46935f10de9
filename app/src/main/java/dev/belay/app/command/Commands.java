package dev.belay.app.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;

/** The commands there are, in the order the overview lists them. A new command is one class and one line here. */
public final class Commands {
    private static final String HELP = "help";

    private Commands() {}

    private static Map<String, Class<?>> all() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("study", StudyCommand.class);
        commands.put("train", TrainCommand.class);
        commands.put("eval", EvalCommand.class);
        commands.put("rerun", RerunCommand.class);
        commands.put("diff", DiffCommand.class);
        commands.put("rescore", RescoreCommand.class);
        commands.put("pretrain", PretrainCommand.class);
        commands.put("generate", GenerateCommand.class);
        commands.put("logprobs", LogprobsCommand.class);
        commands.put("verify", VerifyCommand.class);
        commands.put("score", ScoreCommand.class);
        commands.put("methods", MethodsCommand.class);
        commands.put("schema", SchemaCommand.class);
        commands.put("models", ModelsCommand.class);
        commands.put("convert", ConvertCommand.class);
        commands.put("bench", BenchCommand.class);
        commands.put(HELP, CommandLine.HelpCommand.class);
        commands.put(WarmUpCommand.NAME, WarmUpCommand.class);
        return commands;
    }

    /**
     * Adds the command that a command line begins with, or all of them when it begins with none of them or asks for help:
     * reading the options of all from their annotations takes a quarter of a second.
     */
    public static void addTo(CommandLine belay, String[] arguments) {
        Map<String, Class<?>> commands = all();
        String first = arguments.length == 0 ? HELP : arguments[0];
        if (first.equals(HELP) || first.equals(WarmUpCommand.NAME) || !commands.containsKey(first)) {
            commands.forEach(belay::addSubcommand);
        } else {
            belay.addSubcommand(first, commands.get(first));
        }
    }
}
