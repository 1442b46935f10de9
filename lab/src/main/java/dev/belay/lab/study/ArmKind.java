package dev.belay.lab.study;

/** What kind of reward an arm is trained under; decides its role in the rules of a study and its colour in the report. */
public enum ArmKind {
    /** The reward everybody would want. */
    CLEAN,
    /** The clean reward with errors of a known rate. */
    NOISE,
    /** Control: pays by chance alone. */
    RANDOM,
    /** Control: pays for the form of an answer, right or wrong. */
    FORMAT,
    /** Anything else. */
    OTHER
}
