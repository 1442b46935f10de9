package dev.belay.app;

import dev.belay.app.command.Commands;
import dev.belay.app.terminal.StandardOutput;
import dev.belay.app.terminal.Verbosity;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The entry point of {@code ./belay}. */
@Command(
        name = "belay",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%n",
        usageHelpAutoWidth = true,
        usageHelpWidth = 110,
        description = "Trains language models to reason by reinforcement learning, under rewards that cannot be fully"
                + " trusted, and shows what the reward really did.",
        footer = {
            "Example:",
            "  ./belay study noisy-rewards      train under clean, flipped, random and format rewards; open the report",
            "  ./belay train --help             how to run one recipe"
        })
public final class Main implements Runnable {
    private static final Pattern CHOICES = Pattern.compile("one of \\[([^\\]]*)] \\(case-insensitive\\)");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    private Main() {}

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log what happens to standard error; -vv for details, -vvv for those of the libraries too.")
    void verbose(boolean[] times) {
        Verbosity.raise(times.length);
    }

    public static void main(String[] args) {
        StandardOutput stream = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = new PrintWriter(stream, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        AddedMethods.withoutMethods(System.getenv().getOrDefault("BELAY_CLASSPATH", ""))
                .forEach(entry -> err.println(AddedMethods.notice(entry)));
        int code = run(args, out, err);
        out.flush();
        System.exit(told(stream, err) ? CommandLine.ExitCode.USAGE : code);
    }

    /** Says if output was lost. */
    private static boolean told(StandardOutput stream, PrintWriter err) {
        stream.loss().ifPresent(loss -> err.println("belay: " + loss));
        return stream.loss().isPresent();
    }

    /** Runs one command line as {@link #main} does, without ending the JVM; returns the exit code. */
    public static int run(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main());
        Commands.addTo(line, args);
        // Settings reach the commands that are there when they are made.
        line.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::wrongArguments)
                .setExecutionExceptionHandler(new Failures());
        return line.execute(args);
    }

    /** Without a command: the overview. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int wrongArguments(ParameterException failure, String[] args) {
        CommandLine line = failure.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("belay: " + CHOICES.matcher(failure.getMessage()).replaceAll(Main::inLowerCase));
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("       See " + line.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    /** Choices as help and recipes write them, not as Java does. */
    private static String inLowerCase(MatchResult choices) {
        return Matcher.quoteReplacement("one of " + choices.group(1).toLowerCase(Locale.ROOT));
    }

    /** Version of the jar, with the JVM it runs on. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "belay " + (version == null ? "(development)" : version),
                "JDK " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
            };
        }
    }
}
