package dev.belay.verify.rules.grounding;

/**
 * Judges whether documents support a statement: the seam for an entailment model. Implementations live outside this
 * module; one that cannot judge throws, and the caller reports the sample as not gradable.
 */
@FunctionalInterface
public interface Support {

    /** Whether the cited documents together entail the statement. Called only for statements that cite something. */
    boolean entails(Statement statement);
}
