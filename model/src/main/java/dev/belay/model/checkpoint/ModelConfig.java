package dev.belay.model.checkpoint;

import dev.belay.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that define a decoder-only transformer, as config.json states them.
 *
 * @param family what kind of block it is built from
 * @param vocabSize V, rows of the embedding (may exceed the tokenizer's vocabulary)
 * @param hiddenSize D
 * @param layers number of blocks
 * @param heads query heads
 * @param keyValueHeads key and value heads; divides {@code heads}
 * @param headSize width of a head; even
 * @param intermediateSize width of the gated feed-forward
 * @param tiedEmbeddings whether the output head is the embedding matrix
 * @param ropeTheta base of the rotary frequencies
 * @param ropeScaling how the frequencies are stretched, if they are
 * @param rmsNormEpsilon added to the mean square before the root
 * @param maxPositions longest sequence
 * @param initializerRange standard deviation of random initial weights
 * @param bosTokenId {@code bos_token_id}, if there is one
 * @param padTokenId {@code pad_token_id}, if there is one
 * @param eosTokenIds {@code eos_token_id}; a single id and a list are both allowed
 * @param head what stands behind the last block; a classifier has no use for {@code tiedEmbeddings}
 */
public record ModelConfig(
        Family family,
        int vocabSize,
        int hiddenSize,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int intermediateSize,
        boolean tiedEmbeddings,
        double ropeTheta,
        @Nullable RopeScaling ropeScaling,
        double rmsNormEpsilon,
        int maxPositions,
        double initializerRange,
        @Nullable Integer bosTokenId,
        @Nullable Integer padTokenId,
        Set<Integer> eosTokenIds,
        OutputHead head) {
    public ModelConfig {
        eosTokenIds = Set.copyOf(eosTokenIds);
        positive("vocab_size", vocabSize);
        positive("hidden_size", hiddenSize);
        positive("num_hidden_layers", layers);
        positive("num_attention_heads", heads);
        positive("num_key_value_heads", keyValueHeads);
        positive("head_dim", headSize);
        positive("intermediate_size", intermediateSize);
        positive("max_position_embeddings", maxPositions);
        require(
                heads % keyValueHeads == 0,
                "num_key_value_heads must divide num_attention_heads (" + heads + ")",
                keyValueHeads);
        require(headSize % 2 == 0, "head_dim must be even for rotary positions", headSize);
        require(ropeTheta > 0, "rope_theta must be positive", ropeTheta);
        require(rmsNormEpsilon > 0, "rms_norm_eps must be positive", rmsNormEpsilon);
        require(initializerRange >= 0, "initializer_range must be at least 0", initializerRange);
        for (int id : eosTokenIds) {
            require(id >= 0 && id < vocabSize, "eos_token_id must be in [0, vocab_size = " + vocabSize + ")", id);
        }
    }

    /** A Qwen2 of the given sizes with Qwen2's defaults for everything else and tied embeddings. */
    public static ModelConfig qwen2(
            int vocabSize, int hiddenSize, int layers, int heads, int keyValueHeads, int intermediateSize) {
        require(hiddenSize % heads == 0, "num_attention_heads must divide hidden_size (" + hiddenSize + ")", heads);
        return new ModelConfig(
                Family.QWEN2,
                vocabSize,
                hiddenSize,
                layers,
                heads,
                keyValueHeads,
                hiddenSize / heads,
                intermediateSize,
                true,
                10_000,
                null,
                1e-6,
                2048,
                0.02,
                null,
                null,
                Set.of(),
                OutputHead.NEXT_TOKEN);
    }

    /** The same sizes in blocks of another kind. */
    public ModelConfig withFamily(Family other) {
        return with(other, maxPositions, padTokenId, eosTokenIds, head);
    }

    public ModelConfig withMaxPositions(int longest) {
        return with(family, longest, padTokenId, eosTokenIds, head);
    }

    public ModelConfig withEosTokenIds(Set<Integer> ids) {
        return with(family, maxPositions, padTokenId, ids, head);
    }

    public ModelConfig withPadTokenId(@Nullable Integer id) {
        return with(family, maxPositions, id, eosTokenIds, head);
    }

    /** The same blocks under another head. */
    public ModelConfig withHead(OutputHead other) {
        return with(family, maxPositions, padTokenId, eosTokenIds, other);
    }

    private ModelConfig with(
            Family kind, int longest, @Nullable Integer padId, Set<Integer> eosIds, OutputHead output) {
        return new ModelConfig(
                kind,
                vocabSize,
                hiddenSize,
                layers,
                heads,
                keyValueHeads,
                headSize,
                intermediateSize,
                tiedEmbeddings,
                ropeTheta,
                ropeScaling,
                rmsNormEpsilon,
                longest,
                initializerRange,
                bosTokenId,
                padId,
                eosIds,
                output);
    }

    /** The class name config.json lists, such as {@code Qwen2ForCausalLM}. */
    public String architecture() {
        return family.architecture(head);
    }

    /** Width of all query heads together. */
    public int querySize() {
        return heads * headSize;
    }

    /** Width of all key heads together, and of all value heads. */
    public int keyValueSize() {
        return keyValueHeads * headSize;
    }

    /** Dimensions of a query that are normalised together; 0 when none are. */
    public int queryNormSize() {
        return normSize(querySize());
    }

    /** Dimensions of a key that are normalised together; 0 when none are. */
    public int keyNormSize() {
        return normSize(keyValueSize());
    }

    private int normSize(int allHeads) {
        return switch (family.queryKeyNorm()) {
            case NONE -> 0;
            case EACH_HEAD -> headSize;
            case ALL_HEADS -> allHeads;
        };
    }

    /** Radians a token by which each pair of dimensions of a head turns, stretched if the model's are; (headSize / 2). */
    public float[] rotaryFrequencies() {
        float[] frequencies = new float[headSize / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = 1 / (float) Math.pow(ropeTheta, 2.0 * i / headSize);
        }
        if (ropeScaling != null) {
            ropeScaling.scale(frequencies, ropeTheta);
        }
        return frequencies;
    }

    /** What a turned pair of dimensions is multiplied by. */
    public float rotaryLength() {
        return ropeScaling == null ? 1 : ropeScaling.attentionFactor();
    }

    /** Trainable numbers, tied weights counted once. */
    public long parameterCount() {
        return parameters().stream().mapToLong(ParameterShape::elements).sum();
    }

    /**
     * Every tensor of the checkpoint, in the order in which {@code weights()} and {@code gradients()} string them
     * together. Projections that read the same input follow one another, so that they form one matrix in memory.
     */
    public List<ParameterShape> parameters() {
        List<ParameterShape> all = new ArrayList<>();
        all.add(new ParameterShape("model.embed_tokens.weight", List.of(vocabSize, hiddenSize)));
        for (int layer = 0; layer < layers; layer++) {
            addLayer(all, "model.layers." + layer + ".");
        }
        all.add(new ParameterShape("model.norm.weight", List.of(hiddenSize)));
        addHead(all);
        return all;
    }

    private void addHead(List<ParameterShape> all) {
        switch (head) {
            case OutputHead.NextToken() -> {
                if (!tiedEmbeddings) {
                    all.add(new ParameterShape(OutputHead.NextToken.WEIGHT, List.of(vocabSize, hiddenSize)));
                }
            }
            case OutputHead.Classification c -> {
                int labels = c.labels().size();
                all.add(new ParameterShape(OutputHead.Classification.WEIGHT, List.of(labels, hiddenSize)));
                if (c.biased()) {
                    all.add(new ParameterShape(OutputHead.Classification.BIAS, List.of(labels)));
                }
            }
        }
    }

    private void addLayer(List<ParameterShape> all, String prefix) {
        boolean before = family.norms() == Family.NormPlacement.BEFORE;
        String attention = prefix + "self_attn.";
        if (before) {
            all.add(new ParameterShape(prefix + "input_layernorm.weight", List.of(hiddenSize)));
        }
        all.add(new ParameterShape(attention + "q_proj.weight", List.of(querySize(), hiddenSize)));
        all.add(new ParameterShape(attention + "k_proj.weight", List.of(keyValueSize(), hiddenSize)));
        all.add(new ParameterShape(attention + "v_proj.weight", List.of(keyValueSize(), hiddenSize)));
        if (family.queryKeyValueBias()) {
            all.add(new ParameterShape(attention + "q_proj.bias", List.of(querySize())));
            all.add(new ParameterShape(attention + "k_proj.bias", List.of(keyValueSize())));
            all.add(new ParameterShape(attention + "v_proj.bias", List.of(keyValueSize())));
        }
        if (queryNormSize() > 0) {
            all.add(new ParameterShape(attention + "q_norm.weight", List.of(queryNormSize())));
            all.add(new ParameterShape(attention + "k_norm.weight", List.of(keyNormSize())));
        }
        all.add(new ParameterShape(attention + "o_proj.weight", List.of(hiddenSize, querySize())));
        all.add(new ParameterShape(prefix + "post_attention_layernorm.weight", List.of(hiddenSize)));
        all.add(new ParameterShape(prefix + "mlp.gate_proj.weight", List.of(intermediateSize, hiddenSize)));
        all.add(new ParameterShape(prefix + "mlp.up_proj.weight", List.of(intermediateSize, hiddenSize)));
        all.add(new ParameterShape(prefix + "mlp.down_proj.weight", List.of(hiddenSize, intermediateSize)));
        if (!before) {
            all.add(new ParameterShape(prefix + "post_feedforward_layernorm.weight", List.of(hiddenSize)));
        }
    }

    private static void positive(String key, int value) {
        require(value > 0, key + " must be positive", value);
    }

    private static void require(boolean ok, String rule, Number value) {
        if (!ok) {
            throw new InvalidInputException("model config: " + rule + ", got " + value);
        }
    }
}
