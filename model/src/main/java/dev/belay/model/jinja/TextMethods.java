package dev.belay.model.jinja;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The methods of Python's {@code str} that do not search; {@link TextSearch} has those that do. */
final class TextMethods {
    @FunctionalInterface
    interface Method extends BiFunction<String, Arguments, Value> {}

    private static final Map<String, Method> METHODS = Map.ofEntries(
            plain("upper", s -> Value.of(s.toUpperCase(Locale.ROOT))),
            plain("lower", s -> Value.of(s.toLowerCase(Locale.ROOT))),
            plain("casefold", s -> Value.of(s.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT))),
            plain("capitalize", s -> Value.of(capitalized(s))),
            plain("title", s -> Value.of(titled(s))),
            plain("swapcase", s -> Value.of(swapped(s))),
            method("strip", (s, a) -> stripped(s, a, "strip")),
            method("lstrip", (s, a) -> stripped(s, a, "lstrip")),
            method("rstrip", (s, a) -> stripped(s, a, "rstrip")),
            method("removeprefix", (s, a) -> {
                String prefix = a.bind("removeprefix", "prefix").text(0);
                return Value.of(s.startsWith(prefix) ? s.substring(prefix.length()) : s);
            }),
            method("removesuffix", (s, a) -> {
                String suffix = a.bind("removesuffix", "suffix").text(0);
                return Value.of(s.endsWith(suffix) ? s.substring(0, s.length() - suffix.length()) : s);
            }),
            method("join", TextMethods::joined),
            method("replace", TextSearch::replaced),
            method("split", (s, a) -> TextSplits.split(s, a)),
            method("rsplit", (s, a) -> TextSplits.splitFromEnd(s, a)),
            method("splitlines", (s, a) -> TextSplits.lines(s, a)),
            method("partition", (s, a) -> TextSplits.partition(s, a, true)),
            method("rpartition", (s, a) -> TextSplits.partition(s, a, false)),
            method("startswith", (s, a) -> TextSearch.affix(s, a, "startswith")),
            method("endswith", (s, a) -> TextSearch.affix(s, a, "endswith")),
            method("find", (s, a) -> TextSearch.find(s, a, "find")),
            method("rfind", (s, a) -> TextSearch.find(s, a, "rfind")),
            method("index", (s, a) -> TextSearch.find(s, a, "index")),
            method("rindex", (s, a) -> TextSearch.find(s, a, "rindex")),
            method("count", TextSearch::count),
            method("format", BraceFormat::format),
            method("center", (s, a) -> padded(s, a, "^")),
            method("ljust", (s, a) -> padded(s, a, "<")),
            method("rjust", (s, a) -> padded(s, a, ">")),
            method("zfill", TextMethods::zeroFilled),
            method("expandtabs", (s, a) -> TextSplits.tabsExpanded(s, a)),
            plain("isspace", s -> all(s, Whitespace::is)),
            plain("isalpha", s -> all(s, Character::isLetter)),
            plain("isalnum", s -> all(s, c -> Character.isLetter(c) || isNumeric(c))),
            plain("isdigit", s -> all(s, TextMethods::isDigit)),
            plain("isdecimal", s -> all(s, Character::isDigit)),
            plain("isnumeric", s -> all(s, TextMethods::isNumeric)),
            plain("isascii", s -> Value.of(s.chars().allMatch(c -> c < 128))),
            plain("isprintable", s -> Value.of(s.codePoints().allMatch(PythonText::isPrintable))),
            plain("isidentifier", s -> Value.of(s.matches("[\\p{L}_][\\p{L}\\p{Nd}_]*"))),
            plain("isupper", s -> Value.of(isCased(s, Character::isLowerCase))),
            plain("islower", s -> Value.of(isCased(s, Character::isUpperCase))),
            plain("istitle", s -> Value.of(isCased(s, _ -> false) && titled(s).equals(s))));

    private TextMethods() {}

    private static Map.Entry<String, Method> method(String name, Method method) {
        return Map.entry(name, method);
    }

    private static Map.Entry<String, Method> plain(String name, Function<String, Value> method) {
        return Map.entry(name, (text, arguments) -> {
            arguments.bind(name);
            return method.apply(text);
        });
    }

    /** The method of a text, null when there is none of that name. */
    static @Nullable Value bound(String text, String name) {
        Method method = METHODS.get(name);
        return method == null
                ? null
                : new Value.Function("str." + name, a -> {
                    Budget.payText(text.length());
                    return method.apply(text, a);
                });
    }

    private static Value all(String text, IntPredicate property) {
        return Value.of(!text.isEmpty() && text.codePoints().allMatch(property));
    }

    private static boolean isDigit(int c) {
        return Character.isDigit(c) || (Character.getType(c) == Character.OTHER_NUMBER && c < 0x2100);
    }

    private static boolean isNumeric(int c) {
        return Character.isDigit(c)
                || Character.getType(c) == Character.OTHER_NUMBER
                || Character.getType(c) == Character.LETTER_NUMBER;
    }

    /** Whether there are letters with case and none of the wrong one. */
    static boolean isCased(String text, IntPredicate wrong) {
        return text.codePoints()
                        .anyMatch(c -> Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c))
                && text.codePoints().noneMatch(c -> wrong.test(c) || Character.isTitleCase(c));
    }

    static String capitalized(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.codePointAt(0);
        return Character.toString(Character.toTitleCase(first))
                + text.substring(Character.charCount(first)).toLowerCase(Locale.ROOT);
    }

    /** Every run of letters begins with a capital. */
    private static String titled(String text) {
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        for (int c : text.codePoints().toArray()) {
            out.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = Character.isLetter(c);
        }
        return out.toString();
    }

    private static String swapped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            String letter = Character.toString(c);
            out.append(Character.isUpperCase(c) ? letter.toLowerCase(Locale.ROOT) : letter.toUpperCase(Locale.ROOT));
        });
        return out.toString();
    }

    static Value stripped(String text, Arguments arguments, String method) {
        Arguments.Bound bound = arguments.bind(method, "chars");
        Value chars = bound.get(0, Constant.NONE);
        BitSet set = new BitSet();
        (chars instanceof Value.None ? "" : bound.text(0)).codePoints().forEach(set::set);
        IntPredicate goes = chars instanceof Value.None ? Whitespace::is : set::get;
        String result = text;
        if (!method.equals("rstrip")) {
            result = Whitespace.stripStart(result, goes);
        }
        return Value.of(method.equals("lstrip") ? result : Whitespace.stripEnd(result, goes));
    }

    private static Value joined(String separator, Arguments arguments) {
        BoundedText out = new BoundedText();
        List<Value> parts = new ArrayList<>(
                Operators.iterate(arguments.bind("join", "iterable").get(0)));
        for (int i = 0; i < parts.size(); i++) {
            if (!(parts.get(i) instanceof Value.Text part)) {
                throw new TemplateError(
                        "join needs texts, got a value of type " + parts.get(i).type());
            }
            out.append(i == 0 ? "" : separator).append(part.value());
        }
        return out.value();
    }

    private static Value padded(String text, Arguments arguments, String align) {
        Arguments.Bound bound = arguments.bind("center, ljust and rjust", "width", "fillchar");
        int missing = bound.integer(0, 0) - CodePoints.length(text);
        String fill = bound.text(1, " ");
        if (CodePoints.length(fill) != 1) {
            throw bound.wrong(1, "one character");
        }
        // Python puts the odd one to the left when the width is odd.
        int left = switch (align) {
            case "<" -> 0;
            case ">" -> missing;
            default -> missing / 2 + (missing & bound.integer(0, 0) & 1);
        };
        return new BoundedText()
                .repeat(fill, left)
                .append(text)
                .repeat(fill, (long) missing - left)
                .value();
    }

    private static Value zeroFilled(String text, Arguments arguments) {
        int missing = arguments.bind("zfill", "width").integer(0, 0) - CodePoints.length(text);
        boolean signed = text.startsWith("-") || text.startsWith("+");
        return new BoundedText()
                .append(signed ? text.substring(0, 1) : "")
                .repeat("0", missing)
                .append(signed ? text.substring(1) : text)
                .value();
    }
}
