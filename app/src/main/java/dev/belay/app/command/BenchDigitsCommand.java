package dev.belay.app.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.app.bench.DigitsResult;
import dev.belay.app.bench.DigitsTask;
import dev.belay.app.bench.PeakMemory;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times learning from scratch. */
@Command(
        name = "digits",
        description = "Trains a random model of 0.9 M parameters to write digits, until a batch's reward reaches 0.9.",
        footer = {"Example:", "  ./belay bench digits --json"})
final class BenchDigitsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Option(names = "--seed", defaultValue = "0", description = "Root of every random draw. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public void run() {
        DigitsResult result = DigitsTask.run(seed);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode object = new JsonMapper().valueToTree(result);
            out.println(object.put("peakRssBytes", PeakMemory.bytes()).put("engine", "belay"));
        } else if (result.stepsToReward() == null) {
            out.println("reward 0.9 was not reached in " + result.rewards().size() + " steps; the last was "
                    + result.rewards().getLast());
        } else {
            out.printf(
                    Locale.ROOT,
                    "reward 0.9 after %d steps and %.2f s; first reward %.2f s after the process started%n",
                    result.stepsToReward(),
                    result.secondsToReward(),
                    result.startToFirstRewardSeconds());
        }
        out.flush();
    }
}
