package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.checkpoint.ParameterShape;
import java.util.HashMap;
import java.util.Map;

/** Qwen2 written out in fp64 loops, one sequence at a time, nothing shared: what the engine must agree with. */
final class NaiveTransformer {
    private final ModelConfig c;
    private final Map<String, double[]> weights = new HashMap<>();

    NaiveTransformer(ModelConfig config, float[] flat) {
        c = config;
        int at = 0;
        for (ParameterShape p : config.parameters()) {
            double[] values = new double[(int) p.elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = flat[at++];
            }
            weights.put(p.name(), values);
        }
    }

    private double[] weight(String name) {
        double[] w = weights.get(name);
        if (w == null) {
            throw new IllegalArgumentException(name);
        }
        return w;
    }

    /** Logits (T)(V) of every position. */
    double[][] logits(int[] tokens) {
        int n = tokens.length;
        double[][] x = new double[n][];
        double[] embedding = weight("model.embed_tokens.weight");
        for (int t = 0; t < n; t++) {
            x[t] = java.util.Arrays.copyOfRange(
                    embedding, tokens[t] * c.hiddenSize(), (tokens[t] + 1) * c.hiddenSize());
        }
        for (int layer = 0; layer < c.layers(); layer++) {
            block(x, "model.layers." + layer + ".");
        }
        double[][] logits = new double[n][];
        String head = c.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight";
        for (int t = 0; t < n; t++) {
            logits[t] = linear(norm(x[t], "model.norm.weight"), head, null);
        }
        return logits;
    }

    private void block(double[][] x, String prefix) {
        int n = x.length;
        String a = prefix + "self_attn.";
        double[][] q = new double[n][];
        double[][] k = new double[n][];
        double[][] v = new double[n][];
        for (int t = 0; t < n; t++) {
            double[] h = norm(x[t], prefix + "input_layernorm.weight");
            q[t] = rotate(linear(h, a + "q_proj.weight", a + "q_proj.bias"), t);
            k[t] = rotate(linear(h, a + "k_proj.weight", a + "k_proj.bias"), t);
            v[t] = linear(h, a + "v_proj.weight", a + "v_proj.bias");
        }
        for (int t = 0; t < n; t++) {
            add(x[t], linear(attend(q[t], k, v, t), a + "o_proj.weight", null));
            double[] h = norm(x[t], prefix + "post_attention_layernorm.weight");
            double[] gate = linear(h, prefix + "mlp.gate_proj.weight", null);
            double[] up = linear(h, prefix + "mlp.up_proj.weight", null);
            for (int j = 0; j < gate.length; j++) {
                gate[j] = gate[j] / (1 + Math.exp(-gate[j])) * up[j];
            }
            add(x[t], linear(gate, prefix + "mlp.down_proj.weight", null));
        }
    }

    private double[] attend(double[] q, double[][] k, double[][] v, int t) {
        int size = c.headSize();
        double[] out = new double[c.querySize()];
        for (int head = 0; head < c.heads(); head++) {
            int kv = head / (c.heads() / c.keyValueHeads());
            double[] p = new double[t + 1];
            double sum = 0;
            for (int s = 0; s <= t; s++) {
                double dot = 0;
                for (int d = 0; d < size; d++) {
                    dot += q[head * size + d] * k[s][kv * size + d];
                }
                p[s] = Math.exp(dot / Math.sqrt(size));
                sum += p[s];
            }
            for (int s = 0; s <= t; s++) {
                for (int d = 0; d < size; d++) {
                    out[head * size + d] += p[s] / sum * v[s][kv * size + d];
                }
            }
        }
        return out;
    }

    private double[] rotate(double[] row, int position) {
        int size = c.headSize();
        int half = size / 2;
        double[] out = new double[row.length];
        for (int h = 0; h < row.length / size; h++) {
            for (int i = 0; i < half; i++) {
                double angle = position * Math.pow(c.ropeTheta(), -2.0 * i / size);
                double a = row[h * size + i];
                double b = row[h * size + half + i];
                out[h * size + i] = a * Math.cos(angle) - b * Math.sin(angle);
                out[h * size + half + i] = b * Math.cos(angle) + a * Math.sin(angle);
            }
        }
        return out;
    }

    private double[] norm(double[] x, String name) {
        double square = 0;
        for (double v : x) {
            square += v * v;
        }
        double scale = 1 / Math.sqrt(square / x.length + c.rmsNormEpsilon());
        double[] w = weight(name);
        double[] out = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            out[j] = x[j] * scale * w[j];
        }
        return out;
    }

    private double[] linear(double[] x, String name, @org.jspecify.annotations.Nullable String bias) {
        double[] w = weight(name);
        double[] out = new double[w.length / x.length];
        for (int o = 0; o < out.length; o++) {
            double sum = bias == null ? 0 : weight(bias)[o];
            for (int i = 0; i < x.length; i++) {
                sum += w[o * x.length + i] * x[i];
            }
            out[o] = sum;
        }
        return out;
    }

    private static void add(double[] x, double[] y) {
        for (int j = 0; j < x.length; j++) {
            x[j] += y[j];
        }
    }
}
