package dev.belay.model.jinja;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The functions every template can call. */
final class Globals {
    /** The sandbox of jinja2 allows no longer ones. */
    private static final int MAX_RANGE = 100_000;

    private Globals() {}

    static Map<String, Value> functions(Supplier<LocalDateTime> clock) {
        Map<String, Value> functions = new HashMap<>();
        define(functions, "range", Globals::range);
        define(functions, "dict", Globals::dictOf);
        define(functions, "namespace", Globals::namespace);
        define(functions, "joiner", a -> joiner(a.bind("joiner", "sep").text(0, ", ")));
        define(functions, "cycler", Globals::cycler);
        define(functions, "raise_exception", a -> {
            throw new TemplateError("the template refuses: "
                    + PythonText.str(a.bind("raise_exception", "message").get(0)));
        });
        define(
                functions,
                "strftime_now",
                a -> Value.of(Strftime.format(
                        clock.get(), a.bind("strftime_now", "format").text(0))));
        return functions;
    }

    private static void define(Map<String, Value> functions, String name, Value.Function.Body body) {
        functions.put(name, new Value.Function(name, body));
    }

    private static Value range(Arguments arguments) {
        Arguments.Bound bound = arguments.bind("range", "start", "stop", "step");
        boolean one = !bound.has(1);
        int start = one ? 0 : bound.integer(0, 0);
        int stop = one ? bound.integer(0, 0) : bound.integer(1, 0);
        int step = bound.integer(2, 1);
        if (step == 0) {
            throw new TemplateError("range needs a step that is not 0");
        }
        long span = step > 0 ? (long) stop - start : (long) start - stop;
        long size = Math.max(0, (span + Math.abs(step) - 1) / Math.abs(step));
        if (size > MAX_RANGE) {
            throw new TemplateError("range gives at most " + MAX_RANGE + " numbers, asked for " + size);
        }
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(Value.of(start + (long) i * step));
        }
        return Value.list(values);
    }

    /** {@code dict(a=1)}, {@code dict(other, a=1)} or {@code dict([(key, value), …])}. */
    static Value.Dict dictOf(Arguments arguments) {
        Value.Dict result = Value.dict();
        if (arguments.positional().size() > 1) {
            throw new TemplateError("dict takes at most one argument without a name");
        }
        for (Value given : arguments.positional()) {
            if (given instanceof Value.Dict dict) {
                result.entries().putAll(dict.entries());
                continue;
            }
            for (Value pair : Operators.iterate(given)) {
                List<Value> parts = Operators.iterate(pair);
                if (parts.size() != 2) {
                    throw new TemplateError("dict needs pairs of key and value");
                }
                result.entries().put(Equality.key(parts.getFirst()), parts.getLast());
            }
        }
        arguments.named().forEach((name, value) -> result.entries().put(Value.of(name), value));
        return result;
    }

    private static Value namespace(Arguments arguments) {
        Map<String, Value> attributes = new LinkedHashMap<>();
        dictOf(arguments).entries().forEach((name, value) -> attributes.put(PythonText.str(name), value));
        return new Value.Namespace(attributes);
    }

    /** Gives nothing the first time and the separator from then on. */
    private static Value joiner(String separator) {
        Map<String, Value> state = new HashMap<>();
        return new Value.Function("joiner", _ -> Value.of(state.put("used", Constant.TRUE) == null ? "" : separator));
    }

    /** Gives its values in turn, by {@code next()}. */
    private static Value cycler(Arguments arguments) {
        List<Value> values = arguments.positional();
        if (values.isEmpty()) {
            throw new TemplateError("cycler needs at least one value");
        }
        int[] at = {0};
        Map<String, Value> attributes = new LinkedHashMap<>();
        attributes.put("next", new Value.Function("cycler.next", _ -> values.get(at[0]++ % values.size())));
        attributes.put("reset", new Value.Function("cycler.reset", _ -> {
            at[0] = 0;
            return Constant.NONE;
        }));
        return new Value.Namespace(attributes);
    }
}
