package dev.belay.loop.recipe;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text to single values and back. */
final class Scalars {
    private Scalars() {}

    /** The value of the wanted type that the text stands for, or an exception that says what was wanted. */
    static Object read(Tree.Scalar scalar, Class<?> type, String path) {
        if (type.isEnum()) {
            return constant(scalar, type, path);
        }
        Object value = scalar.isNull() ? null : parse(scalar, type);
        if (value == null) {
            String hint = scalar.quoted() && parse(unquoted(scalar), type) != null ? "; remove the quotes" : "";
            throw scalar.place().error(path + " must be " + kind(type) + ", got " + scalar.shown() + hint);
        }
        return value;
    }

    /** What a value of this type is called: {@code a whole number}. */
    static String kind(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + String.join(", ", names(type));
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "double", "Double", "float", "Float" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "Path" -> "a path";
            default -> "a text";
        };
    }

    /** JSON's name for it. */
    static String jsonType(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "integer";
            case "double", "Double", "float", "Float" -> "number";
            case "boolean", "Boolean" -> "boolean";
            default -> "string";
        };
    }

    /** Enum constants as recipes write them: {@code TOKEN_MEAN} is {@code token-mean}. */
    static List<String> names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(c -> name((Enum<?>) c))
                .toList();
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object constant(Tree.Scalar scalar, Class<?> type, String path) {
        int i = names(type).indexOf(scalar.text());
        if (i < 0) {
            throw scalar.place()
                    .error(path + " must be one of " + String.join(", ", names(type)) + ", got " + scalar.shown()
                            + Spelling.nearest(scalar.text(), names(type))
                                    .map(near -> "; did you mean \"" + near + "\"?")
                                    .orElse(""));
        }
        return type.getEnumConstants()[i];
    }

    private static Tree.Scalar unquoted(Tree.Scalar scalar) {
        return new Tree.Scalar(scalar.text(), false, scalar.place());
    }

    private static @Nullable Object parse(Tree.Scalar scalar, Class<?> type) {
        String text = scalar.text();
        if (type == String.class) {
            return text;
        }
        if (type == Path.class) {
            return Path.of(text);
        }
        // JSON has no infinity, so what a run writes about itself has it in quotes.
        if (scalar.quoted() && !text.matches("-?\\.inf")) {
            return null;
        }
        try {
            return switch (type.getSimpleName()) {
                case "int", "Integer" -> Integer.valueOf(text);
                case "long", "Long" -> Long.valueOf(text);
                case "double", "Double" -> number(text);
                case "float", "Float" -> (float) number(text);
                case "boolean", "Boolean" -> truth(text);
                default -> throw new IllegalStateException("no recipe can hold a " + type.getName());
            };
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static double number(String text) {
        return switch (text) {
            case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
            case "-.inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                // Double.valueOf takes "1d", "NaN" and hexadecimal floats, which are slips in a recipe.
                if (!text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
                    throw new NumberFormatException(text);
                }
                yield Double.parseDouble(text);
            }
        };
    }

    private static @Nullable Boolean truth(String text) {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }
}
