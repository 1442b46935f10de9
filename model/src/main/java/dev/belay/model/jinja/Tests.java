package dev.belay.model.jinja;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What stands behind {@code is}. */
final class Tests {
    @FunctionalInterface
    interface Test {
        boolean holds(Value value, Arguments arguments);
    }

    private static final Map<String, Test> TESTS = Map.ofEntries(
            test("boolean", v -> v instanceof Value.Bool),
            test("callable", v -> v instanceof Value.Function || v instanceof Value.Undefined),
            test("defined", v -> !(v instanceof Value.Undefined)),
            Map.entry(
                    "divisibleby",
                    (v, a) -> isZero(Operators.binary(
                            "%", v, a.bind("divisibleby", "num").get(0)))),
            comparison("eq", "=="),
            comparison("==", "=="),
            comparison("equalto", "=="),
            comparison("ne", "!="),
            comparison("!=", "!="),
            comparison("lt", "<"),
            comparison("<", "<"),
            comparison("lessthan", "<"),
            comparison("le", "<="),
            comparison("<=", "<="),
            comparison("gt", ">"),
            comparison(">", ">"),
            comparison("greaterthan", ">"),
            comparison("ge", ">="),
            comparison(">=", ">="),
            comparison("in", "in"),
            test("escaped", _ -> false),
            test("even", v -> isZero(Operators.binary("%", v, Value.of(2)))),
            test("odd", v -> !isZero(Operators.binary("%", v, Value.of(2)))),
            test("false", v -> v.equals(Constant.FALSE)),
            test("true", v -> v.equals(Constant.TRUE)),
            test("filter", v -> v instanceof Value.Text name && Evaluator.hasFilter(name.value())),
            test("test", v -> v instanceof Value.Text name && named(name.value()) != null),
            test("float", v -> v instanceof Value.Real),
            test("integer", v -> v instanceof Value.Int),
            test("number", Numbers::isNumber),
            test("iterable", Tests::isIterable),
            test("sequence", v -> isIterable(v) && !(v instanceof Value.Stream) && !isView(v)),
            test("mapping", v -> v instanceof Value.Dict),
            test("none", v -> v instanceof Value.None),
            test("string", v -> v instanceof Value.Text),
            test("undefined", v -> v instanceof Value.Undefined),
            test("lower", v -> TextMethods.isCased(PythonText.str(v), Character::isUpperCase)),
            test("upper", v -> TextMethods.isCased(PythonText.str(v), Character::isLowerCase)),
            Map.entry("sameas", (v, a) -> isSame(v, a.bind("sameas", "other").get(0))));

    private Tests() {}

    private static Map.Entry<String, Test> test(String name, Predicate<Value> property) {
        return Map.entry(name, (value, arguments) -> {
            arguments.bind(name);
            return property.test(value);
        });
    }

    private static Map.Entry<String, Test> comparison(String name, String operator) {
        return Map.entry(
                name,
                (value, arguments) -> Operators.compare(
                        operator, value, arguments.bind(name, "other").get(0)));
    }

    static @Nullable Test named(String name) {
        return TESTS.get(name);
    }

    static TemplateError unknown(String name) {
        return new TemplateError(
                "the test '" + name + "' is unknown; known: " + String.join(", ", new TreeSet<>(TESTS.keySet())));
    }

    private static boolean isZero(Value value) {
        return Numbers.isNumber(value) && Numbers.compare(value, new Value.Int(BigInteger.ZERO)) == 0;
    }

    private static boolean isIterable(Value value) {
        return value instanceof Value.Items
                || value instanceof Value.Dict
                || value instanceof Value.Text
                || value instanceof Value.Stream
                || value instanceof Value.Undefined;
    }

    private static boolean isView(Value value) {
        return value instanceof Value.Items items && items.form() == Value.Items.Form.VIEW;
    }

    /** Identity in Python; values without parts are identical when they are equal and of one type. */
    @SuppressWarnings("ReferenceEquality") // what the test asks for
    private static boolean isSame(Value a, Value b) {
        return switch (a) {
            case Value.None _, Value.Bool _, Value.Int _, Value.Text _ -> a.equals(b);
            default -> a == b;
        };
    }
}
