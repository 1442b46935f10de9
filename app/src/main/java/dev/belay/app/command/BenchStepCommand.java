package dev.belay.app.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.app.bench.StepBench;
import dev.belay.app.bench.StepBenchPlan;
import dev.belay.app.bench.StepBenchResult;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times a GRPO step on a random model. */
@Command(
        name = "step",
        description = {
            "Times a GRPO step on a random Qwen2 model: sample, reward, backward, update.",
            "",
            "Shapes (parameters): xs 0.13 M, s 1.05 M, m 14 M, smollm2 135 M, l 494 M. Completions always use their whole budget."
        },
        footer = {"Example:", "  ./belay bench step --shape s --problems 4 --samples 8 --prompt 24 --new 64 --json"})
final class BenchStepCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    @Option(names = "--shape", defaultValue = "s", description = "xs, s, m, smollm2 or l. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // has a default
    private String shape;

    @Option(names = "--problems", defaultValue = "4", description = "Prompts a step. Default: ${DEFAULT-VALUE}.")
    private int problems;

    @Option(
            names = "--samples",
            defaultValue = "8",
            description = "Completions of a prompt. Default: ${DEFAULT-VALUE}.")
    private int samples;

    @Option(names = "--prompt", defaultValue = "24", description = "Tokens of a prompt. Default: ${DEFAULT-VALUE}.")
    private int prompt;

    @Option(names = "--new", defaultValue = "64", description = "Tokens of a completion. Default: ${DEFAULT-VALUE}.")
    private int newTokens;

    @Option(names = "--steps", defaultValue = "10", description = "Steps to time. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--warm-up",
            defaultValue = "4",
            description = "Steps before them, and more until 15 s have passed. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--dtype", defaultValue = "FP32", description = "fp32, bf16 or auto. Default: fp32.")
    @SuppressWarnings("NullAway.Init") // has a default
    private Dtype dtype;

    @Option(names = "--device", defaultValue = "CPU", description = "cpu or cuda. Default: cpu.")
    @SuppressWarnings("NullAway.Init") // has a default
    private Device device;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public void run() {
        StepBenchResult result = StepBench.run(
                new StepBenchPlan(shape, problems, samples, prompt, newTokens, steps, warmUp, dtype, device));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode object = new JsonMapper().valueToTree(result);
            out.println(object.put("shape", shape).put("engine", "belay"));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s (%.2f M parameters, %s, %s, %d threads): step %.4f s, of it sampling %.4f s; %,.0f sampled tokens/s;"
                            + " peak RSS %,d MB%n",
                    shape,
                    result.parameters() / 1e6,
                    result.dtype(),
                    result.device(),
                    result.threads(),
                    result.stepSeconds(),
                    result.generateSeconds(),
                    result.sampledTokensPerSecond(),
                    result.peakRssBytes() / 1_000_000);
        }
        out.flush();
    }
}
