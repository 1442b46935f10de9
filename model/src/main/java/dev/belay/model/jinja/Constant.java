package dev.belay.model.jinja;

/** Values there is one of. They do not stand in {@link Value}, which its own kinds would wait for when classes load. */
final class Constant {
    static final Value.None NONE = new Value.None();
    static final Value.Bool TRUE = new Value.Bool(true);
    static final Value.Bool FALSE = new Value.Bool(false);

    private Constant() {}
}
