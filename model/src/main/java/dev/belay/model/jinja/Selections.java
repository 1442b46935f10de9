package dev.belay.model.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The filters that apply other filters and tests to the items of a list. */
record Selections(NamedFilter filters, NamedTest tests) {
    static final Set<String> NAMES = Set.of("map", "select", "reject", "selectattr", "rejectattr");

    @FunctionalInterface
    interface NamedFilter {
        Value apply(String name, Value value, Arguments arguments);
    }

    @FunctionalInterface
    interface NamedTest {
        boolean holds(String name, Value value, Arguments arguments);
    }

    Value apply(String name, Value value, Arguments arguments) {
        List<Value> items = Operators.iterate(value);
        return new Value.Stream(
                switch (name) {
                    case "map" -> mapped(items, arguments);
                    case "select" -> kept(items, UnaryOperator.identity(), arguments, true);
                    case "reject" -> kept(items, UnaryOperator.identity(), arguments, false);
                    default -> {
                        if (arguments.positional().isEmpty()) {
                            throw new TemplateError(name + " needs the name of an attribute");
                        }
                        UnaryOperator<Value> path =
                                ListFilters.path(arguments.positional().getFirst());
                        yield kept(items, path, arguments.withoutFirst(), name.equals("selectattr"));
                    }
                });
    }

    private List<Value> mapped(List<Value> items, Arguments arguments) {
        List<Value> result = new ArrayList<>();
        Value attribute = arguments.named().get("attribute");
        if (arguments.positional().isEmpty() && attribute != null) {
            UnaryOperator<Value> path =
                    ListFilters.path(attribute, arguments.named().getOrDefault("default", Constant.NONE));
            items.forEach(item -> result.add(path.apply(item)));
            return result;
        }
        if (arguments.positional().isEmpty()) {
            throw new TemplateError("map needs the name of a filter, or attribute=…");
        }
        String filter = name(arguments.positional().getFirst(), "filter");
        for (Value item : items) {
            result.add(filters.apply(filter, item, arguments.withoutFirst()));
        }
        return result;
    }

    /** Without a test, truth itself is the test. */
    private List<Value> kept(List<Value> items, UnaryOperator<Value> path, Arguments arguments, boolean wanted) {
        List<Value> result = new ArrayList<>();
        boolean plain = arguments.positional().isEmpty();
        String test = plain ? "" : name(arguments.positional().getFirst(), "test");
        for (Value item : items) {
            Value subject = path.apply(item);
            boolean holds = plain ? Operators.truth(subject) : tests.holds(test, subject, arguments.withoutFirst());
            if (holds == wanted) {
                result.add(item);
            }
        }
        return result;
    }

    private static String name(Value value, String what) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        throw new TemplateError("the name of a " + what + " must be a text, got a value of type " + value.type());
    }
}
