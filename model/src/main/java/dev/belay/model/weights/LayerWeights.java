package dev.belay.model.weights;

import dev.belay.model.checkpoint.Family.NormPlacement;
import dev.belay.model.checkpoint.ModelConfig;
import java.util.List;
import java.util.Map;

/**
 * Where a block's weights stand in the flat parameter vector. The query, key and value projections are one matrix there,
 * and so are gate and up.
 *
 * @param norm1 offset of the attention's norm, in front of it or behind
 * @param qkvBias offset of the biases of query, key and value, or -1
 * @param queryKeyNorm offset of the weights that normalise queries, those of the keys behind them, or -1
 * @param norm2 offset of the feed-forward's norm, in front of it or behind
 */
public record LayerWeights(
        long norm1, Matrix qkv, long qkvBias, long queryKeyNorm, Matrix out, long norm2, Matrix gateUp, Matrix down) {
    public static LayerWeights of(ModelConfig c, Map<String, Long> offsets, String prefix) {
        String attention = prefix + "self_attn.";
        boolean before = c.family().norms() == NormPlacement.BEFORE;
        int width = c.querySize() + 2 * c.keyValueSize();
        int hidden = c.hiddenSize();
        int inner = c.intermediateSize();
        return new LayerWeights(
                offset(offsets, prefix + (before ? "input_layernorm" : "post_attention_layernorm") + ".weight"),
                new Matrix(offset(offsets, attention + "q_proj.weight"), width, hidden),
                c.family().queryKeyValueBias() ? offset(offsets, attention + "q_proj.bias") : -1,
                c.queryNormSize() > 0 ? offset(offsets, attention + "q_norm.weight") : -1,
                new Matrix(offset(offsets, attention + "o_proj.weight"), hidden, c.querySize()),
                offset(
                        offsets,
                        prefix + (before ? "post_attention_layernorm" : "post_feedforward_layernorm") + ".weight"),
                new Matrix(offset(offsets, prefix + "mlp.gate_proj.weight"), 2 * inner, hidden),
                new Matrix(offset(offsets, prefix + "mlp.down_proj.weight"), hidden, inner));
    }

    /** The matrices of the block. */
    public List<Matrix> projections() {
        return List.of(qkv, out, gateUp, down);
    }

    public static long offset(Map<String, Long> offsets, String name) {
        Long at = offsets.get(name);
        if (at == null) {
            throw new IllegalStateException("the model has no tensor " + name);
        }
        return at;
    }
}
