package dev.belay.model.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The filters of jinja2 that concern single values and texts; {@link ListFilters} adds those of lists. */
final class Filters {
    /** A filter: the value before the bar, and what stands in its parentheses. */
    @FunctionalInterface
    interface Filter {
        Value apply(Value value, Arguments arguments);
    }

    private static final Map<String, Filter> FILTERS = Map.ofEntries(
            plain(
                    "abs",
                    v -> Numbers.isNumber(v) && Numbers.compare(v, Value.of(0)) < 0
                            ? Operators.unary("-", v)
                            : Operators.unary("+", v)),
            filter("attr", (v, a) -> attribute(v, a.bind("attr", "name").text(0))),
            plain("capitalize", v -> Value.of(TextMethods.capitalized(PythonText.str(v)))),
            filter(
                    "center",
                    (v, a) -> method(
                            v, "center", Arguments.of(a.bind("center", "width").get(0, Value.of(80))))),
            plain("count", v -> Value.of(Operators.length(v))),
            filter("d", Filters::otherwise),
            filter("default", Filters::otherwise),
            plain("e", v -> escaped(v)),
            plain("escape", v -> escaped(v)),
            filter("float", (v, a) -> {
                Value absent = a.bind("float", "default").get(0, new Value.Real(0));
                Value found = Conversions.real(v);
                return found != null ? found : absent;
            }),
            plain("forceescape", v -> escaped(v)),
            filter(
                    "format",
                    (v, a) -> PercentFormat.format(
                            PythonText.str(v),
                            a.named().isEmpty()
                                    ? new Value.Items(a.positional(), Value.Items.Form.TUPLE)
                                    : Globals.dictOf(a))),
            filter("indent", Filters::indented),
            filter("int", (v, a) -> {
                Arguments.Bound bound = a.bind("int", "default", "base");
                Value found = Conversions.whole(v, Math.clamp(bound.integer(1, 10), 2, 36));
                return found != null ? found : bound.get(0, Value.of(0));
            }),
            plain("length", v -> Value.of(Operators.length(v))),
            plain("lower", v -> Value.of(PythonText.str(v).toLowerCase(Locale.ROOT))),
            filter("replace", (v, a) -> {
                Arguments.Bound bound = a.bind("replace", "old", "new", "count");
                String old = PythonText.str(bound.get(0));
                return Value.of(TextSearch.replaced(
                        PythonText.str(v), old, PythonText.str(bound.get(1)), bound.get(2, Constant.NONE)));
            }),
            filter("round", (v, a) -> {
                Arguments.Bound bound = a.bind("round", "precision", "method");
                return Conversions.rounded(v, bound.integer(0, 0), bound.text(1, "common"));
            }),
            plain("safe", v -> Value.of(PythonText.str(v))),
            plain("string", v -> Value.of(PythonText.str(v))),
            plain(
                    "striptags",
                    v -> Value.of(String.join(
                            " ", Markup.withoutTags(PythonText.str(v)).strip().split("\\s+", -1)))),
            plain("title", v -> Value.of(titled(PythonText.str(v)))),
            filter("tojson", (v, a) -> Value.of(JsonText.of(a).write(v))),
            filter("trim", (v, a) -> TextMethods.stripped(PythonText.str(v), a, "trim")),
            filter("truncate", Filters::truncated),
            plain("upper", v -> Value.of(PythonText.str(v).toUpperCase(Locale.ROOT))),
            plain(
                    "urlencode",
                    v -> Value.of(java.net.URLEncoder.encode(PythonText.str(v), java.nio.charset.StandardCharsets.UTF_8)
                            .replace("+", "%20")
                            .replace("%2F", "/")
                            .replace("%7E", "~"))),
            plain("wordcount", v -> Value.of(words(PythonText.str(v)))));

    private Filters() {}

    private static Map.Entry<String, Filter> filter(String name, Filter filter) {
        return Map.entry(name, filter);
    }

    static Map.Entry<String, Filter> plain(String name, UnaryOperator<Value> filter) {
        return Map.entry(name, (value, arguments) -> {
            arguments.bind(name);
            return filter.apply(value);
        });
    }

    /** Null when there is none of that name here. */
    static @Nullable Filter named(String name) {
        return FILTERS.get(name);
    }

    static TemplateError unknown(String name) {
        TreeSet<String> known = new TreeSet<>(FILTERS.keySet());
        known.addAll(ListFilters.names());
        return new TemplateError("the filter '" + name + "' is unknown; known: " + String.join(", ", known));
    }

    private static Value attribute(Value value, String name) {
        Value found = value instanceof Value.Dict ? Methods.attribute(value, name) : Subscripts.attribute(value, name);
        return found != null ? found : new Value.Undefined("there is no attribute '" + name + "'");
    }

    private static Value method(Value value, String name, Arguments arguments) {
        if (TextMethods.bound(PythonText.str(value), name) instanceof Value.Function function) {
            return function.body().call(arguments);
        }
        throw new IllegalArgumentException(name);
    }

    private static Value otherwise(Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("default", "default_value", "boolean");
        boolean falseToo = bound.flag(1, false);
        boolean absent = value instanceof Value.Undefined || (falseToo && !Operators.truth(value));
        return absent ? bound.get(0, Value.of("")) : value;
    }

    private static Value escaped(Value value) {
        return Value.of(PythonText.str(value)
                .replace("&", "&amp;")
                .replace(">", "&gt;")
                .replace("<", "&lt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;"));
    }

    private static Value indented(Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("indent", "width", "first", "blank");
        String margin = bound.get(0, Value.of(4)) instanceof Value.Text text
                ? text.value()
                : new BoundedText().repeat(" ", bound.integer(0, 4)).toString();
        boolean blank = bound.flag(2, false);
        String text = PythonText.str(value);
        BoundedText out = new BoundedText();
        List<Value> lines = Operators.iterate(TextSplits.lines(text + "\n", Arguments.NONE));
        for (int i = 0; i < lines.size(); i++) {
            String line = PythonText.str(lines.get(i));
            boolean moved = i == 0 ? bound.flag(1, false) : blank || !line.isEmpty();
            out.append(i == 0 ? "" : "\n").append(moved ? margin : "").append(line);
        }
        return out.value();
    }

    /** Words begin behind white space, hyphens and opening brackets. */
    private static String titled(String text) {
        StringBuilder out = new StringBuilder();
        boolean start = true;
        for (int c : text.codePoints().toArray()) {
            String letter = Character.toString(c);
            out.append(start ? letter.toUpperCase(Locale.ROOT) : letter.toLowerCase(Locale.ROOT));
            start = Whitespace.is(c) || "-({[<".indexOf(c) >= 0;
        }
        return out.toString();
    }

    private static Value truncated(Value value, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("truncate", "length", "killwords", "end", "leeway");
        String text = PythonText.str(value);
        int length = bound.integer(0, 255);
        String end = bound.text(2, "...");
        int leeway = bound.integer(3, 5);
        if (leeway < 0) {
            throw new TemplateError("truncate needs a leeway of at least 0, got " + leeway);
        }
        if (CodePoints.length(text) <= (long) length + leeway) {
            return Value.of(text);
        }
        int room = length - CodePoints.length(end);
        if (room < 0) {
            throw new TemplateError(
                    "truncate needs a length of at least " + CodePoints.length(end) + ", got " + length);
        }
        String kept = CodePoints.between(text, 0, room);
        int space = kept.lastIndexOf(' ');
        return Value.of((bound.flag(1, false) || space < 0 ? kept : kept.substring(0, space)) + end);
    }

    private static long words(String text) {
        return Stream.of(text.split("[^\\p{L}\\p{N}_]+", -1))
                .filter(word -> !word.isEmpty())
                .count();
    }
}
