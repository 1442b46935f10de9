package dev.belay.model.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The filters of jinja2 that go through a list. Those that Python makes generators of give streams. */
final class ListFilters {
    private static final Map<String, Filters.Filter> FILTERS = Map.ofEntries(
            filter("batch", ListFilters::batches),
            filter("dictsort", ListFilters::sortedDict),
            Filters.plain("first", v -> {
                List<Value> items = Operators.iterate(v);
                return items.isEmpty() ? new Value.Undefined("first of an empty sequence") : items.getFirst();
            }),
            filter("groupby", ListFilters::groups),
            Filters.plain("items", v -> switch (v) {
                case Value.Undefined _ -> new Value.Stream(List.of());
                case Value.Dict dict -> new Value.Stream(Methods.pairs(dict));
                default -> throw new TemplateError("items needs a dict, got a value of type " + v.type());
            }),
            filter("join", ListFilters::joined),
            Filters.plain("last", v -> {
                if (v instanceof Value.Stream) {
                    throw new TemplateError("last needs a list, got a generator");
                }
                List<Value> items = Operators.iterate(v);
                return items.isEmpty() ? new Value.Undefined("last of an empty sequence") : items.getLast();
            }),
            Filters.plain("list", v -> Value.list(Operators.iterate(v))),
            filter("max", (v, a) -> extreme(v, a, -1)),
            filter("min", (v, a) -> extreme(v, a, 1)),
            filter("reverse", ListFilters::reversed),
            filter("slice", ListFilters::slices),
            filter("sort", ListFilters::sorted),
            filter("sum", ListFilters::sum),
            filter("unique", ListFilters::unique));

    private ListFilters() {}

    private static Map.Entry<String, Filters.Filter> filter(String name, Filters.Filter filter) {
        return Map.entry(name, filter);
    }

    static Filters.@Nullable Filter named(String name) {
        return FILTERS.get(name);
    }

    static Set<String> names() {
        return FILTERS.keySet();
    }

    /** Follows a path such as {@code function.name} or {@code 0}; an empty path is the item itself. */
    static UnaryOperator<Value> path(Value path) {
        return path(path, Constant.NONE);
    }

    /** @param absent stands in wherever the path leads to nothing; None for nothing */
    static UnaryOperator<Value> path(Value path, Value absent) {
        if (path instanceof Value.None) {
            return UnaryOperator.identity();
        }
        List<Value> steps = new ArrayList<>();
        if (!(path instanceof Value.Text)) {
            steps.add(path);
        }
        for (String step : path instanceof Value.Text text ? text.value().split("\\.", -1) : new String[0]) {
            steps.add(step.matches("[0-9]{1,9}") ? Value.of(Integer.parseInt(step)) : Value.of(step));
        }
        return item -> {
            Value found = item;
            Budget.pay(steps.size());
            for (Value step : steps) {
                found = Subscripts.item(found, step);
                if (found instanceof Value.Undefined && !(absent instanceof Value.None)) {
                    found = absent;
                }
            }
            return found;
        };
    }

    private static Value folded(Value value, boolean caseSensitive) {
        return !caseSensitive && value instanceof Value.Text text
                ? Value.of(text.value().toLowerCase(Locale.ROOT))
                : value;
    }

    private static Value joined(Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("join", "d", "attribute");
        UnaryOperator<Value> path = path(bound.get(1, Constant.NONE));
        String separator = PythonText.str(bound.get(0, Value.of("")));
        BoundedText out = new BoundedText();
        boolean first = true;
        for (Value item : Operators.iterate(value)) {
            out.append(first ? "" : separator).append(PythonText.str(path.apply(item)));
            first = false;
        }
        return out.value();
    }

    private static Value extreme(Value value, Arguments arguments, int sign) {
        Arguments.Bound bound = arguments.bind("min and max", "case_sensitive", "attribute");
        UnaryOperator<Value> path = path(bound.get(1, Constant.NONE));
        boolean caseSensitive = bound.flag(0, false);
        Value best = null;
        for (Value item : Operators.iterate(value)) {
            boolean better = best == null
                    || sign
                                    * Equality.order(
                                            folded(path.apply(item), caseSensitive),
                                            folded(path.apply(best), caseSensitive))
                            < 0;
            best = better ? item : best;
        }
        return best == null ? new Value.Undefined("no smallest or largest item: the sequence was empty") : best;
    }

    private static Value reversed(Value value, Arguments arguments) {
        arguments.bind("reverse");
        if (value instanceof Value.Text text) {
            return Value.of(CodePoints.reversed(text.value()));
        }
        List<Value> items = new ArrayList<>(Operators.iterate(value));
        Collections.reverse(items);
        return value instanceof Value.Stream ? Value.list(items) : new Value.Stream(items);
    }

    private static Value sorted(Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("sort", "reverse", "case_sensitive", "attribute");
        boolean caseSensitive = bound.flag(1, false);
        List<UnaryOperator<Value>> paths = new ArrayList<>();
        if (bound.get(2, Constant.NONE) instanceof Value.Text several) {
            for (String path : several.value().split(",", -1)) {
                paths.add(path(Value.of(path)));
            }
        } else {
            paths.add(path(bound.get(2, Constant.NONE)));
        }
        Comparator<Value> order = (a, b) -> {
            int found = 0;
            for (int i = 0; i < paths.size() && found == 0; i++) {
                found = Equality.order(
                        folded(paths.get(i).apply(a), caseSensitive),
                        folded(paths.get(i).apply(b), caseSensitive));
            }
            return found;
        };
        return Value.list(ordered(Operators.iterate(value), bound.flag(0, false) ? order.reversed() : order));
    }

    private static List<Value> ordered(List<Value> values, Comparator<Value> order) {
        List<Value> items = new ArrayList<>(values);
        try {
            items.sort(order);
        } catch (IllegalArgumentException e) {
            // Values that are not numbers have no consistent order, which the sort notices at times.
            throw new TemplateError("the values to be sorted have no order");
        }
        return items;
    }

    private static Value sortedDict(Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("dictsort", "case_sensitive", "by", "reverse");
        if (!(value instanceof Value.Dict dict)) {
            throw new TemplateError("dictsort needs a dict, got a value of type " + value.type());
        }
        Value place = Value.of(bound.text(1, "key").equals("value") ? 1 : 0);
        boolean caseSensitive = bound.flag(0, false);
        Comparator<Value> order = (a, b) -> Equality.order(
                folded(Subscripts.item(a, place), caseSensitive), folded(Subscripts.item(b, place), caseSensitive));
        return Value.list(ordered(Methods.pairs(dict), bound.flag(2, false) ? order.reversed() : order));
    }

    private static Value groups(Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("groupby", "attribute", "default", "case_sensitive");
        UnaryOperator<Value> path = path(bound.get(0));
        Map<Value, List<Value>> groups = new LinkedHashMap<>();
        Map<Value, Value> names = new LinkedHashMap<>();
        for (Value item : Operators.iterate(value)) {
            Value name = path.apply(item);
            name = name instanceof Value.Undefined ? bound.get(1, name) : name;
            Value key = Equality.key(folded(name, bound.flag(2, false)));
            names.putIfAbsent(key, name);
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(item);
        }
        List<Value> result = new ArrayList<>();
        for (Value key : ordered(List.copyOf(groups.keySet()), Equality::order)) {
            result.add(Value.tuple(names.getOrDefault(key, key), Value.list(groups.getOrDefault(key, List.of()))));
        }
        return Value.list(result);
    }

    private static Value batches(Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("batch", "linecount", "fill_with");
        int size = Math.max(1, bound.integer(0, 1));
        List<Value> items = Operators.iterate(value);
        List<Value> batches = new ArrayList<>();
        for (int from = 0; from < items.size(); from += size) {
            List<Value> batch = new ArrayList<>(items.subList(from, (int) Math.min(items.size(), (long) from + size)));
            if (bound.has(1) && !(bound.get(1) instanceof Value.None)) {
                Budget.requireSize(size);
                batch.addAll(Collections.nCopies(size - batch.size(), bound.get(1)));
            }
            batches.add(Value.list(batch));
            if (size >= items.size()) {
                break;
            }
        }
        return new Value.Stream(batches);
    }

    private static Value slices(Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("slice", "slices", "fill_with");
        int count = Math.max(1, bound.integer(0, 1));
        Budget.requireSize(count * 10L);
        List<Value> items = Operators.iterate(value);
        int size = items.size() / count;
        int longer = items.size() % count;
        List<Value> slices = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = from + size + (i < longer ? 1 : 0);
            List<Value> slice = new ArrayList<>(items.subList(from, to));
            if (bound.has(1) && !(bound.get(1) instanceof Value.None) && i >= longer) {
                slice.add(bound.get(1));
            }
            slices.add(Value.list(slice));
            from = to;
        }
        return new Value.Stream(slices);
    }

    private static Value sum(Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("sum", "attribute", "start");
        UnaryOperator<Value> path = path(bound.get(0, Constant.NONE));
        Value sum = bound.get(1, Value.of(0));
        for (Value item : Operators.iterate(value)) {
            sum = Operators.binary("+", sum, path.apply(item));
        }
        return sum;
    }

    private static Value unique(Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("unique", "case_sensitive", "attribute");
        UnaryOperator<Value> path = path(bound.get(1, Constant.NONE));
        Map<Value, Value> seen = new LinkedHashMap<>();
        for (Value item : Operators.iterate(value)) {
            seen.putIfAbsent(Equality.key(folded(path.apply(item), bound.flag(0, false))), item);
        }
        return new Value.Stream(List.copyOf(seen.values()));
    }
}
