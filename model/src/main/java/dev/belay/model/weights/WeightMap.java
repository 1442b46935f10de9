package dev.belay.model.weights;

import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.OutputHead;
import dev.belay.model.checkpoint.ParameterShape;
import dev.belay.model.checkpoint.StoredTensor;
import dev.belay.model.checkpoint.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where all weights of a model stand in its flat parameter vector.
 *
 * @param offsets of every tensor, by its name in the checkpoint
 * @param head what turns the normalised stream into logits of tokens or labels
 * @param headBias offset of its biases, or -1
 */
public record WeightMap(
        Map<String, Long> offsets,
        Matrix embedding,
        List<LayerWeights> layers,
        long finalNorm,
        Matrix head,
        long headBias) {
    public static WeightMap of(ModelConfig c) {
        Map<String, Long> offsets = new HashMap<>();
        long next = 0;
        for (ParameterShape p : c.parameters()) {
            offsets.put(p.name(), next);
            next += p.elements();
        }
        List<LayerWeights> layers = new ArrayList<>();
        for (int i = 0; i < c.layers(); i++) {
            layers.add(LayerWeights.of(c, offsets, "model.layers." + i + "."));
        }
        Matrix embedding =
                new Matrix(LayerWeights.offset(offsets, "model.embed_tokens.weight"), c.vocabSize(), c.hiddenSize());
        long finalNorm = LayerWeights.offset(offsets, "model.norm.weight");
        Matrix head = switch (c.head()) {
            case OutputHead.NextToken() when c.tiedEmbeddings() -> embedding;
            case OutputHead.NextToken() ->
                new Matrix(LayerWeights.offset(offsets, OutputHead.NextToken.WEIGHT), c.vocabSize(), c.hiddenSize());
            case OutputHead.Classification h ->
                new Matrix(
                        LayerWeights.offset(offsets, OutputHead.Classification.WEIGHT),
                        h.labels().size(),
                        c.hiddenSize());
        };
        long headBias = offsets.getOrDefault(OutputHead.Classification.BIAS, -1L);
        return new WeightMap(offsets, embedding, layers, finalNorm, head, headBias);
    }

    /** The offset of a tensor by its name in the checkpoint. */
    public long offset(String name) {
        return LayerWeights.offset(offsets, name);
    }

    /** The matrix of a block in which the numbers from {@code offset} on lie. */
    public Matrix projectionAt(long offset) {
        for (LayerWeights layer : layers) {
            for (Matrix w : layer.projections()) {
                if (offset >= w.offset() && offset < w.offset() + (long) w.out() * w.in()) {
                    return w;
                }
            }
        }
        throw new IllegalArgumentException("no projection at offset " + offset);
    }

    /**
     * The parameters under their names, not copied.
     *
     * @param all of them as fp32, in checkpoint order
     */
    public static List<StoredTensor> tensors(ModelConfig config, MemorySegment all) {
        List<StoredTensor> tensors = new ArrayList<>();
        long at = 0;
        for (ParameterShape p : config.parameters()) {
            List<Long> shape = p.shape().stream().map(Integer::longValue).toList();
            long bytes = p.elements() * Float.BYTES;
            tensors.add(new StoredTensor(p.name(), TensorType.F32, shape, all.asSlice(at, bytes)));
            at += bytes;
        }
        return tensors;
    }
}
