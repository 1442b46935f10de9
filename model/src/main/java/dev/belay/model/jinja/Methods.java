package dev.belay.model.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Methods and fields of values. Those that would change a list or dict are forbidden, as in transformers' sandbox. */
final class Methods {
    private static final Set<String> LIST_CHANGES =
            Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");
    private static final Set<String> DICT_CHANGES = Set.of("clear", "pop", "popitem", "setdefault", "update");

    private Methods() {}

    static boolean changes(Value target, String name) {
        return switch (target) {
            case Value.Items items -> items.form() == Value.Items.Form.LIST && LIST_CHANGES.contains(name);
            case Value.Dict _ -> DICT_CHANGES.contains(name);
            default -> false;
        };
    }

    /** Null when there is none of that name. */
    static @Nullable Value attribute(Value target, String name) {
        return switch (target) {
            case Value.Text text -> TextMethods.bound(text.value(), name);
            case Value.Items items -> items.form() == Value.Items.Form.VIEW ? null : listMethod(items, name);
            case Value.Dict dict -> dictMethod(dict, name);
            case Value.Namespace namespace -> namespace.attributes().get(name);
            case Value.Loop loop -> loop.state().attribute(name);
            case Value.Function function -> name.equals("name") ? Value.of(function.name()) : null;
            default -> null;
        };
    }

    private static @Nullable Value listMethod(Value.Items items, String name) {
        List<Value> values = items.values();
        return switch (name) {
            case "count" ->
                function("list.count", a -> {
                    Value wanted = a.bind("list.count", "value").get(0);
                    return Value.of(values.stream()
                            .filter(v -> Equality.equal(v, wanted))
                            .count());
                });
            case "index" -> function("list.index", a -> index(values, a));
            case "copy" -> items.form() == Value.Items.Form.LIST ? function("list.copy", _ -> items) : null;
            default -> null;
        };
    }

    private static Value index(List<Value> values, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("list.index", "value", "start", "stop");
        int stop = Math.min(values.size(), bound.integer(2, values.size()));
        for (int i = Math.max(0, bound.integer(1, 0)); i < stop; i++) {
            if (Equality.equal(values.get(i), bound.get(0))) {
                return Value.of(i);
            }
        }
        throw new TemplateError("list.index found no " + PythonText.repr(bound.get(0)) + " in the list");
    }

    private static @Nullable Value dictMethod(Value.Dict dict, String name) {
        return switch (name) {
            case "get" ->
                function("dict.get", a -> {
                    Arguments.Bound bound = a.bind("dict.get", "key", "default");
                    Value found = dict.entries().get(Equality.key(bound.get(0)));
                    return found != null ? found : bound.get(1, Constant.NONE);
                });
            case "items" -> function("dict.items", _ -> Value.view(pairs(dict)));
            case "keys" ->
                function("dict.keys", _ -> Value.view(List.copyOf(dict.entries().keySet())));
            case "values" ->
                function(
                        "dict.values",
                        _ -> Value.view(List.copyOf(dict.entries().values())));
            case "copy" -> function("dict.copy", _ -> dict);
            default -> null;
        };
    }

    static List<Value> pairs(Value.Dict dict) {
        List<Value> pairs = new ArrayList<>();
        for (Map.Entry<Value, Value> e : dict.entries().entrySet()) {
            pairs.add(Value.tuple(e.getKey(), e.getValue()));
        }
        return pairs;
    }

    private static Value.Function function(String name, Value.Function.Body body) {
        return new Value.Function(name, body);
    }
}
