package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;
import java.util.Map;

/**
 * Where a block's weights stand in the flat parameter vector. The query, key and value projections are one matrix there,
 * and so are gate and up.
 *
 * @param norm1 offset of the norm before the attention
 * @param qkvBias offset of the biases of query, key and value, or -1
 * @param norm2 offset of the norm before the feed-forward
 */
record LayerWeights(
        long norm1, Gemm.Matrix qkv, long qkvBias, Gemm.Matrix out, long norm2, Gemm.Matrix gateUp, Gemm.Matrix down) {
    static LayerWeights of(ModelConfig c, Map<String, Long> offsets, String prefix) {
        String attention = prefix + "self_attn.";
        int width = c.querySize() + 2 * c.keyValueSize();
        int hidden = c.hiddenSize();
        int inner = c.intermediateSize();
        return new LayerWeights(
                offset(offsets, prefix + "input_layernorm.weight"),
                new Gemm.Matrix(offset(offsets, attention + "q_proj.weight"), width, hidden),
                c.family().queryKeyValueBias() ? offset(offsets, attention + "q_proj.bias") : -1,
                new Gemm.Matrix(offset(offsets, attention + "o_proj.weight"), hidden, c.querySize()),
                offset(offsets, prefix + "post_attention_layernorm.weight"),
                new Gemm.Matrix(offset(offsets, prefix + "mlp.gate_proj.weight"), 2 * inner, hidden),
                new Gemm.Matrix(offset(offsets, prefix + "mlp.down_proj.weight"), hidden, inner));
    }

    static long offset(Map<String, Long> offsets, String name) {
        Long at = offsets.get(name);
        if (at == null) {
            throw new IllegalStateException("the model has no tensor " + name);
        }
        return at;
    }
}
