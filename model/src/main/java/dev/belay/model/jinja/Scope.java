package dev.belay.model.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables of a block, on top of those around it. A block changes its own only. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Value> variables;

    private Scope(@Nullable Scope outer, Map<String, Value> variables) {
        this.outer = outer;
        this.variables = variables;
    }

    static Scope root(Map<String, Value> variables) {
        return new Scope(null, new HashMap<>(variables));
    }

    Scope inner() {
        return new Scope(this, new HashMap<>());
    }

    void set(String name, Value value) {
        variables.put(name, value);
    }

    @Nullable
    Value get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Value value = scope.variables.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
