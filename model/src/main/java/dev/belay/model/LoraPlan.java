package dev.belay.model;

import java.util.Set;

/**
 * Which weights get low-rank adapters (Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", arXiv 2106.09685,
 * eq. 3): W x becomes W x + scale · B A x, W stays as it is, and A (rank, in) and B (out, rank) are what is trained.
 *
 * @param rank r, width of A's output; at least 1
 * @param alpha the scale is {@code alpha / rank}
 * @param rankStabilised the scale is {@code alpha / sqrt(rank)} instead (Kalajdzievski, arXiv 2312.03732)
 * @param targets projections by the last part of their names, such as {@code q_proj}, or {@value #ALL_LINEAR}
 */
public record LoraPlan(int rank, double alpha, boolean rankStabilised, Set<String> targets) {
    /** Every projection of every block, as PEFT names it; the output matrix is not one of them. */
    public static final String ALL_LINEAR = "all-linear";

    public LoraPlan {
        targets = Set.copyOf(targets);
        require(rank >= 1, "rank must be at least 1", rank);
        require(alpha > 0 && Double.isFinite(alpha), "alpha must be positive", alpha);
        require(!targets.isEmpty(), "targets must name projections, or " + ALL_LINEAR, targets);
        require(
                targets.size() == 1 || !targets.contains(ALL_LINEAR),
                "targets must be " + ALL_LINEAR + " alone, or names of projections",
                targets);
    }

    /** What B A x is multiplied by. */
    public double scale() {
        return scale(rank, alpha);
    }

    /** What B A x is multiplied by where a projection has a rank and an alpha of its own. */
    public double scale(int ownRank, double ownAlpha) {
        return ownAlpha / (rankStabilised ? Math.sqrt(ownRank) : ownRank);
    }

    /** Whether every projection gets an adapter. */
    public boolean everyProjection() {
        return targets.contains(ALL_LINEAR);
    }

    private static void require(boolean ok, String rule, Object value) {
        if (!ok) {
            throw new InvalidInputException("lora: " + rule + ", got " + value);
        }
    }
}
