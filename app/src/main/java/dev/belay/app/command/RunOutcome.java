package dev.belay.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.app.terminal.RunProgress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.ExitCode;

/** How a training run ended, for the terminal, for a machine, and as an exit code. */
record RunOutcome(Path directory, RunProgress progress) {
    /** What a shell expects of a process that was stopped by Ctrl-C. */
    static final int INTERRUPTED = 130;

    int report(PrintWriter out, PrintWriter err, boolean json) {
        boolean finished = progress.finished();
        progress.close();
        if (json) {
            out.println(json(finished));
        }
        if (finished) {
            err.printf(
                    Locale.ROOT,
                    "belay: done: %s (report.html, metrics.jsonl, rollouts/, checkpoints/, tensorboard/)%n",
                    directory);
        } else {
            err.printf(
                    Locale.ROOT,
                    "belay: stopped after step %d of %d; go on with%n       ./belay train --resume %s%n",
                    progress.step(),
                    progress.steps(),
                    directory);
        }
        out.flush();
        err.flush();
        return finished ? ExitCode.OK : INTERRUPTED;
    }

    private ObjectNode json(boolean finished) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("directory", directory.toString());
        json.put("finished", finished);
        json.put("step", progress.step());
        json.put("steps", progress.steps());
        put(json, "reward", progress.reward());
        put(json, "accuracy", progress.accuracy());
        return json;
    }

    /** A figure that was not measured is absent. */
    private static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        }
    }
}
