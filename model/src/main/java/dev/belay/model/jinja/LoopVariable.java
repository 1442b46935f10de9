package dev.belay.model.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a {@code for} stands. */
final class LoopVariable {
    private final List<Value> items;
    private final int depth;
    private final Value.@Nullable Function again;
    private int at = -1;
    private @Nullable Value lastChanged;

    /** @param again runs a recursive loop over other items; null when the loop is not recursive */
    LoopVariable(List<Value> items, int depth, Value.@Nullable Function again) {
        this.items = items;
        this.depth = depth;
        this.again = again;
    }

    void advance() {
        at++;
    }

    Value.@Nullable Function again() {
        return again;
    }

    @Nullable
    Value attribute(String name) {
        int length = items.size();
        return switch (name) {
            case "index" -> Value.of(at + 1L);
            case "index0" -> Value.of(at);
            case "revindex" -> Value.of(length - at);
            case "revindex0" -> Value.of(length - at - 1L);
            case "first" -> Value.of(at == 0);
            case "last" -> Value.of(at == length - 1);
            case "length" -> Value.of(length);
            case "depth" -> Value.of(depth + 1L);
            case "depth0" -> Value.of(depth);
            case "previtem" ->
                at > 0 ? items.get(at - 1) : new Value.Undefined("there is no previous item in the loop");
            case "nextitem" ->
                at < length - 1 ? items.get(at + 1) : new Value.Undefined("there is no next item in the loop");
            case "cycle" -> new Value.Function("loop.cycle", this::cycle);
            case "changed" -> new Value.Function("loop.changed", this::changed);
            default -> null;
        };
    }

    private Value cycle(Arguments arguments) {
        List<Value> values = arguments.positional();
        if (values.isEmpty()) {
            throw new TemplateError("loop.cycle needs at least one value");
        }
        return values.get(at % values.size());
    }

    private Value changed(Arguments arguments) {
        Value now = new Value.Items(arguments.positional(), Value.Items.Form.TUPLE);
        boolean changed = lastChanged == null || !Equality.equal(lastChanged, now);
        lastChanged = now;
        return Value.of(changed);
    }

    @Override
    public String toString() {
        return "<LoopContext " + (at + 1) + "/" + items.size() + ">";
    }
}
