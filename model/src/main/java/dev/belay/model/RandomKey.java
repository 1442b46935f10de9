package dev.belay.model;

/**
 * A node in a tree of independent random streams. A draw depends on the path that led to its key and on a counter, and
 * on nothing else: not on threads, batch composition or what was drawn before. This is what makes a run repeatable bit
 * for bit and resumable at any step.
 *
 * <pre>{@code
 * RandomKey noise = RandomKey.of(seed).child("flip").child(step).child(problemId);
 * boolean flip = noise.uniform(sample) < probability;
 * }</pre>
 *
 * <p>Mixing is the finaliser of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014).
 *
 * @param state the mixed path; equal paths give equal states
 */
public record RandomKey(long state) {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    public static RandomKey of(long seed) {
        return new RandomKey(mix(seed + GOLDEN_GAMMA));
    }

    /** The stream called {@code name} below this one. */
    public RandomKey child(String name) {
        long h = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            h = (h ^ name.charAt(i)) * 0x100000001B3L;
        }
        return child(h);
    }

    /** The stream numbered {@code index} below this one. */
    public RandomKey child(long index) {
        return new RandomKey(mix(state ^ mix(index + GOLDEN_GAMMA)));
    }

    /** 64 random bits; the same for the same counter. */
    public long bits(long counter) {
        return mix(state + (counter + 1) * GOLDEN_GAMMA);
    }

    /** Uniform in [0, 1) with 53 random bits. */
    public double uniform(long counter) {
        return (bits(counter) >>> 11) * 0x1.0p-53;
    }

    /** Uniform in {0, …, bound-1}; the bias of the modulus is below bound / 2^63. */
    public int below(int bound, long counter) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, got " + bound);
        }
        return (int) ((bits(counter) >>> 1) % bound);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
