package dev.belay.model.cpu;

import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.ParameterShape;
import java.util.Arrays;

/** The initial weights Hugging Face gives a new model: matrices normal, norms 1, biases 0. */
final class InitialWeights {
    private InitialWeights() {}

    static void draw(Parameters parameters, ModelConfig config, RandomKey key) {
        long offset = 0;
        for (ParameterShape p : config.parameters()) {
            draw(p, parameters.value(offset), config, key);
            offset += p.elements();
        }
    }

    /** Those of a classification head alone. */
    static void drawHead(Parameters parameters, ModelConfig config, RandomKey key) {
        config.parameters().stream()
                .filter(ModelFiles::isHead)
                .forEach(p -> draw(p, parameters.value(parameters.map.offset(p.name())), config, key));
    }

    private static void draw(ParameterShape p, long to, ModelConfig config, RandomKey key) {
        float[] values = new float[Math.toIntExact(p.elements())];
        if (p.shape().size() > 1) {
            normal(values, config.initializerRange(), key.child(p.name()));
        } else if (!p.name().endsWith(".bias")) {
            Arrays.fill(values, 1);
        }
        FloatMemory.store(values, to, values.length);
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
