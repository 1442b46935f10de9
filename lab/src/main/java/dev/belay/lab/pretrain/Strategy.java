package dev.belay.lab.pretrain;

/** The forms a solution can take. The first characters of a completion tell which it is. */
public enum Strategy {
    /** {@code code 9-2=7;7+7=14;14+8=22 \boxed{22}}: a header word and a terse decomposition. */
    CODE,
    /** {@code first, 9-2=7. next, 7+7=14. thus 14+8=22. \boxed{22}}: the same steps in connected prose. */
    PLAIN,
    /** {@code \boxed{22}}: the answer and nothing else. */
    DIRECT
}
