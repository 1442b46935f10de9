package dev.belay.model.weights;

import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.OutputHead;
import dev.belay.model.checkpoint.ParameterShape;
import java.util.Arrays;
import java.util.function.Predicate;

/** The initial weights Hugging Face gives a new model: matrices normal, norms 1, biases 0. */
public final class InitialWeights {
    private InitialWeights() {}

    /** Takes some of them; the array is not used again. */
    @FunctionalInterface
    public interface Sink {
        /** @param offset of the first number in the parameter vector */
        void put(long offset, float[] values);
    }

    public static void draw(ModelConfig config, RandomKey key, Sink to) {
        draw(config, key, p -> true, to);
    }

    /** Those of a classification head alone. */
    public static void drawHead(ModelConfig config, RandomKey key, Sink to) {
        draw(config, key, OutputHead.Classification::holds, to);
    }

    private static void draw(ModelConfig config, RandomKey key, Predicate<ParameterShape> which, Sink to) {
        long offset = 0;
        for (ParameterShape p : config.parameters()) {
            if (which.test(p)) {
                to.put(offset, values(p, config, key));
            }
            offset += p.elements();
        }
    }

    private static float[] values(ParameterShape p, ModelConfig config, RandomKey key) {
        float[] values = new float[Math.toIntExact(p.elements())];
        if (p.shape().size() > 1) {
            normal(values, config.initializerRange(), key.child(p.name()));
        } else if (!p.name().endsWith(".bias")) {
            Arrays.fill(values, 1);
        }
        return values;
    }

    /** Pairs of normal deviates from pairs of uniform ones (Box and Muller, 1958). */
    private static void normal(float[] values, double deviation, RandomKey key) {
        for (int i = 0; i < values.length; i += 2) {
            double radius = deviation * Math.sqrt(-2 * Math.log(1 - key.uniform(i)));
            double angle = 2 * Math.PI * key.uniform(i + 1);
            values[i] = (float) (radius * Math.cos(angle));
            if (i + 1 < values.length) {
                values[i + 1] = (float) (radius * Math.sin(angle));
            }
        }
    }
}
