package dev.belay.model.torch;

import dev.belay.model.LogitWarp;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Next-token distributions of R rows of logits under a {@link LogitWarp}, on the device. Sampler, scorer and gradient go through
 * here, and keep what {@code cpu.Distribution} keeps: tokens that tie with the last one topK keeps are kept too, topP takes
 * ties in the order of ids. Sums are fp64.
 *
 * <p>Its tensors belong to the scope in which it was made.
 */
final class TokenDistribution {
    private final LogitWarp warp;
    private final long vocab;
    /** (R, V) after temperature, nothing dropped. */
    private final Tensor whole;
    /** (R, V), minus infinity where the warp dropped a token. */
    private final Tensor kept;
    /** (R, 1). */
    private final Tensor max;
    /** (R, V) exp(kept - max). */
    private final Tensor mass;
    /** (R, 1) fp64. */
    private final Tensor sum;

    /**
     * @param logits (R, V) fp32; overwritten
     * @param warp not greedy
     */
    TokenDistribution(Tensor logits, LogitWarp warp) {
        this.warp = warp;
        vocab = logits.size(1);
        whole = warp.temperature() == 1 ? logits : logits.mul_(new Scalar((float) (1 / warp.temperature())));
        kept = warp.truncates() ? truncated() : whole;
        max = kept.amax(new long[] {1}, true);
        mass = kept.sub(max).exp_();
        sum = total(mass);
    }

    /** The logit of what the warp dropped. */
    private static Scalar dropped() {
        return new Scalar(Double.NEGATIVE_INFINITY);
    }

    private static Tensor total(Tensor mass) {
        return mass.sum(new long[] {1}, true, new ScalarTypeOptional(ScalarType.Double));
    }

    private Tensor truncated() {
        Tensor left = whole;
        if (warp.topK() > 0 && warp.topK() < vocab) {
            Tensor best = torch.topk(left, warp.topK(), 1, true, true).get0();
            left = dropBelow(left, best.narrow(1, warp.topK() - 1L, 1));
        }
        if (warp.topP() < 1) {
            Tensor all = left;
            left = Placement.scoped(() -> keepMass(all, warp.topP()));
        }
        if (warp.minP() > 0) {
            Tensor best = left.amax(new long[] {1}, true);
            left = dropBelow(left, best.add(new Scalar((float) Math.log(warp.minP()))));
        }
        return left;
    }

    private static Tensor dropBelow(Tensor logits, Tensor least) {
        return logits.masked_fill(logits.lt(least), dropped());
    }

    /** Keeps tokens from the most probable down until their mass reaches {@code share}. */
    private static Tensor keepMass(Tensor logits, double share) {
        Tensor each = logits.sub(logits.amax(new long[] {1}, true)).exp_();
        Tensor need = total(each).mul(new Scalar(share));
        T_TensorTensor_T sorted = torch.sort(logits, new BoolOptional(true), 1, true);
        Tensor order = new Tensor(sorted.get1());
        Tensor inOrder = each.gather(1, order);
        Tensor upTo = inOrder.cumsum(1, new ScalarTypeOptional(ScalarType.Double));
        // A token is kept when those before it do not reach the share yet.
        Tensor beyond = upTo.sub(inOrder).ge(need);
        return logits.masked_fill(torch.zeros_like(beyond).scatter(1, order, beyond), dropped());
    }

    /** The most probable token of each row of raw logits (R, V), the smallest id among equals; (R). */
    static Tensor argmax(Tensor logits) {
        return logits.argmax(new LongOptional(1), false);
    }

    /**
     * The first token of each row, in id order, at which the cumulative probability exceeds the row's uniform number.
     *
     * @param uniforms (R) fp64 in [0, 1)
     * @return (R)
     */
    Tensor sample(Tensor uniforms) {
        Tensor upTo = mass.cumsum(1, new ScalarTypeOptional(ScalarType.Double));
        Tensor end = upTo.narrow(1, vocab - 1, 1);
        Tensor found = search(upTo, end.mul(uniforms.view(-1, 1)), true);
        // A product that rounds up to the whole mass would find nothing; the last token that has mass is meant. In NaN
        // nothing is found either, and no id may be outside the vocabulary.
        Tensor last = search(upTo, end.contiguous(), false).clamp_max(new Scalar(vocab - 1));
        return found.minimum(last).view(-1);
    }

    private static Tensor search(Tensor sorted, Tensor values, boolean right) {
        return torch.searchsorted(sorted, values, false, right, new StringViewOptional(), new TensorOptional());
    }

    /** The logits of tokens after temperature; (n) fp64. See {@link Picked}. */
    Tensor logits(Picked picked) {
        return whole.view(-1).index_select(0, picked.flat()).to(ScalarType.Double);
    }

    /** Log-sum-exp of the tokens kept, the picked one among them: what was sampled once counts as kept. (n) fp64. */
    Tensor logSumExp(Picked picked) {
        return denominators(picked).log().add(max.view(-1).index_select(0, picked.rows()));
    }

    /** (n) natural log-probabilities, fp64. */
    Tensor logProbs(Picked picked) {
        return logits(picked).sub(logSumExp(picked));
    }

    /** The mass of what is kept and the picked token, whether the warp kept it or not; (n) fp64. */
    private Tensor denominators(Picked picked) {
        Tensor sums = sum.view(-1).index_select(0, picked.rows());
        if (!warp.truncates()) {
            return sums;
        }
        Tensor own =
                logits(picked).sub(max.view(-1).index_select(0, picked.rows())).exp();
        Tensor dropped = kept.view(-1).index_select(0, picked.flat()).eq(dropped());
        return sums.add(own.mul(dropped));
    }

    /** Entropy in nats of each row; (R) fp64. */
    Tensor entropies() {
        Tensor shifted = kept.sub(max);
        Tensor weighted = mass.mul(warp.truncates() ? shifted.masked_fill(kept.eq(dropped()), new Scalar(0)) : shifted);
        return sum.log().sub(total(weighted).div(sum)).view(-1);
    }

    /** The mean logit of each row, dropped tokens included; (R) fp64. */
    Tensor means() {
        return total(whole).div(new Scalar((double) vocab)).view(-1);
    }

    /** How many tokens have a larger logit than the picked one; (n). */
    Tensor ranks(Picked picked) {
        Tensor own = whole.view(-1).index_select(0, picked.flat()).view(-1, 1);
        return whole.index_select(0, picked.rows()).gt(own).sum(1);
    }

    /**
     * The gradient of {@code sum w · logProb} over picked tokens with respect to the raw logits: {@code w/T · (onehot - p)} for
     * each, p with that token kept. Takes the place of the mass.
     *
     * @param weights (n) fp64
     * @return (R, V) fp32
     */
    Tensor gradient(Picked picked, Tensor weights) {
        Scalar inverse = new Scalar(1 / warp.temperature());
        Tensor scaled = weights.mul(inverse);
        Tensor denominators = denominators(picked);
        Tensor shared = torch.zeros_like(sum).view(-1).index_add_(0, picked.rows(), scaled.div(denominators));
        mass.mul_(shared.neg().to(ScalarType.Float).view(-1, 1));
        Tensor sums = sum.view(-1).index_select(0, picked.rows());
        Tensor own = scaled.mul(sums).div(denominators).to(ScalarType.Float);
        mass.view(-1).index_add_(0, picked.flat(), own);
        return mass;
    }

    /**
     * Tokens of some rows; a row may have several.
     *
     * @param rows (n)
     * @param flat (n) row · V + token
     */
    record Picked(Tensor rows, Tensor flat) {
        /** One token of each row; tokens (R). */
        static Picked each(Tensor tokens, long vocab, Placement device) {
            Tensor rows = device.range(tokens.size(0));
            return new Picked(rows, rows.mul(new Scalar(vocab)).add(tokens));
        }
    }
}
