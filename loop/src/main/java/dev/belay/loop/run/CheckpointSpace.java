package dev.belay.loop.run;

import dev.belay.model.InvalidInputException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The room that a run's checkpoints still need on its disk. A disk that fills up stops a run when the hours are spent, so
 * this is asked before it begins.
 *
 * @param trained numbers of the policy that are trained: its parameters, or those of its adapters
 * @param values parameters of the value model, if there is one
 * @param checkpoints that lie there at a time, at most, beside those that are there already
 */
record CheckpointSpace(long trained, long values, int checkpoints) {
    /** Of a trained number: its fp32 master and two moments, and itself in the model's folder, stored as bf16 or f16. */
    private static final int LEAST_BYTES = 12 + 2;

    /** The same where the folder stores fp32. */
    private static final int MOST_BYTES = 12 + 4;

    /** The value model has no folder of its own. */
    private static final int VALUE_BYTES = 12;

    /** Metrics, samples and tokenizer files want room too; below this multiple of what checkpoints take it is near. */
    private static final double COMFORTABLE = 1.25;

    /**
     * What a run needs from here on.
     *
     * @param done steps behind it
     * @param present complete checkpoints in its folder
     */
    static CheckpointSpace of(Recipe recipe, long trained, long values, int done, int present) {
        Recipe.Keep keep = recipe.keep();
        int toCome = Math.ceilDiv(recipe.steps(), keep.checkpointEvery()) - done / keep.checkpointEvery();
        // The oldest goes when the new one is complete, so for a moment there is one more than is kept.
        int most = Math.min(present + toCome, keep.checkpoints() + 1);
        return new CheckpointSpace(trained, values, Math.max(0, most - present));
    }

    /**
     * Compares with what is free.
     *
     * @param folder of the run, for the message
     * @param free bytes; empty when the file system does not say
     * @return a warning when it will be tight
     * @throws InvalidInputException when the checkpoints cannot fit
     */
    Optional<String> require(Path folder, OptionalLong free) {
        double least = ((double) LEAST_BYTES * trained + (double) VALUE_BYTES * values) * checkpoints;
        double most = ((double) MOST_BYTES * trained + (double) VALUE_BYTES * values) * checkpoints;
        if (free.isEmpty() || free.getAsLong() >= most * COMFORTABLE) {
            return Optional.empty();
        }
        String facts = String.format(
                Locale.ROOT,
                "checkpoints take %s to %s (%d at a time, weights and optimizer) and the disk of %s has %s free",
                bytes(least),
                bytes(most),
                checkpoints,
                folder,
                bytes((double) free.getAsLong()));
        String remedy = "; free some, choose another --out, or lower keep.checkpoints";
        if (free.getAsLong() < least) {
            throw new InvalidInputException(facts + remedy);
        }
        return Optional.of(facts + ", which is near" + remedy);
    }

    private static String bytes(double n) {
        if (n < 0x1p20) {
            return String.format(Locale.ROOT, "%.0f KiB", Math.ceil(n / 0x1p10));
        }
        return n < 0x1p30
                ? String.format(Locale.ROOT, "%.0f MiB", Math.ceil(n / 0x1p20))
                : String.format(Locale.ROOT, "%,.1f GiB", n / 0x1p30);
    }
}
