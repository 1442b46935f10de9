package dev.belay.model.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code x.name}, {@code x[index]} and {@code x[start:stop:step]}, in the order in which Python's sandbox looks. */
final class Subscripts {
    private Subscripts() {}

    /** A method or field first, then a key: so {@code d.items} is the method whatever the keys are. */
    static Value attribute(Value target, String name) {
        Value.@Nullable Undefined refused = refused(target, name);
        if (refused != null) {
            return refused;
        }
        Value method = Methods.attribute(target, name);
        if (method != null) {
            return method;
        }
        Value byKey = element(target, Value.of(name));
        return byKey != null ? byKey : absent(target, "attribute '" + name + "'");
    }

    /** A key or position first, then a method. */
    static Value item(Value target, Value index) {
        Operators.requireDefined(target);
        Value found = element(target, index);
        if (found == null && index instanceof Value.Text name) {
            Value.@Nullable Undefined refused = refused(target, name.value());
            found = refused != null ? refused : Methods.attribute(target, name.value());
        }
        return found != null ? found : absent(target, "element " + PythonText.repr(index));
    }

    private static Value.@Nullable Undefined refused(Value target, String name) {
        Operators.requireDefined(target);
        boolean forbidden = name.startsWith("_") || Methods.changes(target, name);
        return forbidden
                ? new Value.Undefined(
                        "the sandbox forbids the attribute '" + name + "' of a value of type " + target.type())
                : null;
    }

    private static Value.Undefined absent(Value target, String what) {
        return new Value.Undefined("a value of type " + target.type() + " has no " + what);
    }

    private static @Nullable Value element(Value target, Value index) {
        return switch (target) {
            case Value.Dict dict -> isHashable(index) ? dict.entries().get(Equality.key(index)) : null;
            case Value.Items items
            when items.form() != Value.Items.Form.VIEW && Numbers.isWhole(index) -> {
                int at = position(index, items.values().size());
                yield at < 0 ? null : items.values().get(at);
            }
            case Value.Text text
            when Numbers.isWhole(index) -> {
                int at = position(index, CodePoints.length(text.value()));
                yield at < 0 ? null : Value.of(CodePoints.between(text.value(), at, at + 1));
            }
            default -> null;
        };
    }

    private static boolean isHashable(Value index) {
        return !(index instanceof Value.Dict
                || index instanceof Value.Undefined
                || (index instanceof Value.Items items && items.form() != Value.Items.Form.TUPLE));
    }

    /** -1 when there is no such position; negative ones count from the end. */
    private static int position(Value index, int length) {
        long at = Operators.index(index, "an index");
        long from = at < 0 ? at + length : at;
        return from >= 0 && from < length ? (int) from : -1;
    }

    static Value slice(Value target, Value start, Value stop, Value step) {
        Operators.requireDefined(target);
        return switch (target) {
            case Value.Text text -> {
                int[] at = positions(CodePoints.length(text.value()), start, stop, step);
                yield slice(text.value(), at, Operators.truth(step) ? Operators.index(step, "a slice") : 1);
            }
            case Value.Items items
            when items.form() != Value.Items.Form.VIEW -> {
                List<Value> picked = new ArrayList<>();
                for (int at : positions(items.values().size(), start, stop, step)) {
                    picked.add(items.values().get(at));
                }
                yield new Value.Items(picked, items.form());
            }
            default -> throw new TemplateError("a value of type " + target.type() + " has no slices");
        };
    }

    private static Value slice(String text, int[] at, int step) {
        if (step == 1) {
            return Value.of(at.length == 0 ? "" : CodePoints.between(text, at[0], at[at.length - 1] + 1));
        }
        int[] characters = text.codePoints().toArray();
        StringBuilder picked = new StringBuilder();
        for (int i : at) {
            picked.appendCodePoint(characters[i]);
        }
        return Value.of(picked.toString());
    }

    /** The positions a slice picks, in its order; None means the default of the direction. */
    private static int[] positions(int length, Value start, Value stop, Value step) {
        int by = step instanceof Value.None ? 1 : Operators.index(step, "a slice");
        if (by == 0) {
            throw new TemplateError("the step of a slice cannot be 0");
        }
        boolean forward = by > 0;
        long from = start instanceof Value.None ? (forward ? 0 : length - 1L) : clamped(start, length, forward);
        long to = stop instanceof Value.None ? (forward ? length : -1L) : clamped(stop, length, forward);
        long count = forward ? Math.max(0, (to - from + by - 1) / by) : Math.max(0, (from - to - by - 1) / -(long) by);
        int[] at = new int[(int) count];
        for (int i = 0; i < count; i++) {
            at[i] = (int) (from + (long) i * by);
        }
        return at;
    }

    private static long clamped(Value bound, int length, boolean forward) {
        long at = Operators.index(bound, "a slice");
        if (at < 0) {
            at += length;
        }
        return forward ? Math.clamp(at, 0, length) : Math.clamp(at, -1, length - 1L);
    }
}
