package dev.belay.model.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, in order and by name. */
record Arguments(List<Value> positional, Map<String, Value> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    static Arguments of(Value... positional) {
        return new Arguments(List.of(positional), Map.of());
    }

    /** The first argument and the rest, for filters that hand their arguments on. */
    Arguments withoutFirst() {
        return new Arguments(positional.subList(Math.min(1, positional.size()), positional.size()), named);
    }

    /** Puts the arguments in the places of a signature. */
    Bound bind(String function, String... parameters) {
        if (positional.size() > parameters.length) {
            throw new TemplateError(
                    function + " takes at most " + parameters.length + " arguments, got " + positional.size());
        }
        Map<String, Value> left = new LinkedHashMap<>(named);
        List<@Nullable Value> values = new ArrayList<>();
        for (int i = 0; i < parameters.length; i++) {
            Value byName = left.remove(parameters[i]);
            if (i < positional.size() && byName != null) {
                throw new TemplateError(function + " got several values for the argument " + parameters[i]);
            }
            values.add(i < positional.size() ? positional.get(i) : byName);
        }
        if (!left.isEmpty()) {
            throw new TemplateError(
                    function + " has no argument " + left.keySet().iterator().next() + "; it takes "
                            + (parameters.length == 0 ? "none" : String.join(", ", parameters)));
        }
        return new Bound(function, parameters, values);
    }

    /** Arguments in their places. */
    record Bound(String function, String[] parameters, List<@Nullable Value> values) {
        boolean has(int place) {
            return values.get(place) != null;
        }

        Value get(int place) {
            Value value = values.get(place);
            if (value == null) {
                throw new TemplateError(function + " needs the argument " + parameters[place]);
            }
            return value;
        }

        Value get(int place, Value absent) {
            Value value = values.get(place);
            return value == null ? absent : value;
        }

        String text(int place) {
            if (get(place) instanceof Value.Text text) {
                return text.value();
            }
            throw wrong(place, "a text");
        }

        String text(int place, String absent) {
            return has(place) ? text(place) : absent;
        }

        int integer(int place, int absent) {
            return has(place) ? Operators.index(get(place), function) : absent;
        }

        boolean flag(int place, boolean absent) {
            return has(place) ? Operators.truth(get(place)) : absent;
        }

        TemplateError wrong(int place, String wanted) {
            return new TemplateError(function + " needs " + wanted + " for " + parameters[place]
                    + ", got a value of type " + get(place).type());
        }
    }
}
