package dev.belay.app.command;

import dev.belay.app.terminal.Interruption;
import dev.belay.app.terminal.StudyProgressLine;
import dev.belay.lab.report.StudyReport;
import dev.belay.lab.study.LearningRates;
import dev.belay.lab.study.Study;
import dev.belay.lab.study.StudyResults;
import dev.belay.lab.study.StudyRunner;
import dev.belay.lab.study.StudyStopped;
import dev.belay.model.InvalidInputException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Many runs that differ in one thing, and what can be concluded from them. */
@Command(
        name = "study",
        description = {
            "Trains under several rewards, compares the arms with intervals, and writes results.json and report.html.",
            "",
            "A study that was stopped goes on where it was when it is started again with the same --out."
        },
        footer = {
            "Examples:",
            "  ./belay study noisy-rewards",
            "  ./belay study noisy-rewards --seeds 5 --families good,bad,none --out runs/full"
        })
final class StudyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Parameters(paramLabel = "STUDY", description = "A name in studies/, or the path of a YAML file.")
    @SuppressWarnings("NullAway.Init") // required
    private String name;

    @Option(names = "--seeds", paramLabel = "N", description = "Seeds of every arm. Default: the study's.")
    private @Nullable Integer seeds;

    @Option(
            names = "--families",
            split = ",",
            paramLabel = "NAME",
            description = "Base-model families to run, such as good,bad,none. Default: the study's.")
    private List<String> families = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change the base recipe of every arm, such as --set steps=20; may be repeated.")
    private List<String> assignments = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "The study's folder. Default: runs/STUDY.")
    private @Nullable Path out;

    @Option(
            names = "--learning-rates",
            description = "First run the clean and the random arm at each of the study's learning rates.")
    private boolean learningRates;

    @Option(names = "--json", description = "Print results.json to standard output.")
    private boolean json;

    @Override
    public Integer call() {
        Study study = study();
        Path folder = out != null ? out : Path.of("runs", study.plan().name());
        PrintWriter err = spec.commandLine().getErr();
        try (Interruption interruption = Interruption.watch();
                StudyProgressLine progress =
                        new StudyProgressLine(err, study.plan().name(), interruption)) {
            StudyRunner runner = new StudyRunner(Models.LOADER, progress, InstantSource.system());
            if (learningRates) {
                new LearningRates(runner).run(study, folder);
            }
            StudyResults results = runner.run(study, folder);
            progress.end();
            report(results, folder);
            return ExitCode.OK;
        } catch (StudyStopped stopped) {
            err.println("belay: stopped; the same command goes on where it was (" + folder + ")");
            err.flush();
            return RunOutcome.INTERRUPTED;
        }
    }

    private Study study() {
        Study study = Study.read(file());
        for (String assignment : assignments) {
            study = study.set(assignment);
        }
        return study.with(
                families.isEmpty() ? study.plan().run() : families,
                seeds == null ? study.plan().seeds() : seeds);
    }

    /** A path if there is such a file, else a name in the studies that come with belay. */
    private Path file() {
        Path path = Path.of(name);
        if (Files.isRegularFile(path)) {
            return path;
        }
        Path studies = Path.of(System.getProperty("belay.home", "."), "studies");
        Path shipped = studies.resolve(name + ".yaml");
        if (Files.isRegularFile(shipped)) {
            return shipped;
        }
        throw new InvalidInputException(
                "no study \"" + name + "\": there is neither such a file nor one of that name in " + studies
                        + "; known: " + String.join(", ", Folders.yamlNames(studies)));
    }

    private void report(StudyResults results, Path folder) {
        Path report = StudyReport.write(folder);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Folders.read(folder.resolve("results.json")).strip());
        } else {
            out.println(results.headline());
            // A claim about a single arm says what the arm's own verdict says.
            results.verdicts().stream()
                    .map(StudyResults.Verdict::sentence)
                    .distinct()
                    .forEach(sentence -> out.println("- " + sentence));
            results.notes().forEach(note -> out.println("note: " + note));
        }
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        err.println("belay: report " + report.toAbsolutePath().normalize());
        err.println("       results "
                + folder.resolve("results.json").toAbsolutePath().normalize());
        err.flush();
    }
}
