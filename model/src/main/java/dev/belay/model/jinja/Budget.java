package dev.belay.model.jinja;

/**
 * What one rendering may use. A chat of a million characters stays far below; a template that loops, recurses or doubles
 * a text runs into it within a second.
 */
final class Budget {
    /** Units of work: a node visited, a list item touched, or {@link #CHARACTERS_PER_UNIT} characters made. */
    static final long MAX_WORK = 20_000_000;

    /** Longest text, in UTF-16 units; also the longest list. */
    static final int MAX_TEXT = 4_000_000;

    /** Nested evaluations: parentheses, blocks, macros that call macros. */
    static final int MAX_DEPTH = 400;

    /** Levels of lists in lists, when they are compared or printed. */
    static final int MAX_NESTING = 200;

    private static final int CHARACTERS_PER_UNIT = 4;

    /** That of the rendering in progress, for what compares and searches far below the evaluator. */
    private static final ScopedValue<Budget> CURRENT = ScopedValue.newInstance();

    private long work;
    private int depth;

    void spend(long units) {
        work += units;
        if (work > MAX_WORK) {
            throw new TemplateError("the template did not end within " + MAX_WORK + " units of work");
        }
    }

    /** Does something on this budget. */
    <T> T during(ScopedValue.CallableOp<T, RuntimeException> rendering) {
        return ScopedValue.where(CURRENT, this).call(rendering);
    }

    /** Spends what the rendering in progress has. */
    static void pay(long units) {
        CURRENT.get().spend(units);
    }

    /** Pays for characters gone through. */
    static void payText(long characters) {
        pay(characters / CHARACTERS_PER_UNIT);
    }

    void enter() {
        spend(1);
        if (++depth > MAX_DEPTH) {
            throw new TemplateError("evaluation is nested more than " + MAX_DEPTH + " deep");
        }
    }

    void leave() {
        depth--;
    }

    /** Pays for a value that was made or is about to be gone through, and hands it on. */
    Value charge(Value value) {
        switch (value) {
            case Value.Text text -> {
                requireSize(text.value().length());
                spend(text.value().length() / CHARACTERS_PER_UNIT);
            }
            case Value.Items items -> {
                requireSize(items.values().size());
                spend(items.values().size());
            }
            case Value.Dict dict -> spend(dict.entries().size());
            default -> {}
        }
        return value;
    }

    /** To be asked before something of that size is made. */
    static void requireSize(long size) {
        if (size > MAX_TEXT) {
            throw new TemplateError(
                    "a text or list of " + size + " elements is longer than the " + MAX_TEXT + " allowed");
        }
    }

    static void requireNesting(int level) {
        if (level > MAX_NESTING) {
            throw new TemplateError("values are nested more than " + MAX_NESTING + " deep");
        }
    }
}
