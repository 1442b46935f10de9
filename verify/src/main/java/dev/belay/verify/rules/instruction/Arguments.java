package dev.belay.verify.rules.instruction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the official arguments of one instruction; every error names the instruction, the argument and the value. */
final class Arguments {
    private final String id;
    private final Map<String, ? extends @Nullable Object> values;

    Arguments(String id, List<String> known, Map<String, ? extends @Nullable Object> values) {
        this.id = id;
        this.values = values;
        for (Map.Entry<String, ? extends @Nullable Object> entry : values.entrySet()) {
            // Data sets with one column for every argument of every instruction fill the rest with nulls.
            if (entry.getValue() != null && !known.contains(entry.getKey())) {
                throw new IllegalArgumentException(id + ": unknown argument \"" + entry.getKey() + "\""
                        + Suggestion.among(entry.getKey(), known)
                        + (known.isEmpty() ? "; it takes none" : "; choices: " + String.join(", ", known)));
            }
        }
    }

    String text(String name) {
        Object value = required(name);
        if (value instanceof String text) {
            return text;
        }
        throw wrong(name, "a text", value);
    }

    List<String> texts(String name) {
        Object value = required(name);
        List<String> texts = new ArrayList<>();
        if (!(value instanceof Iterable<?> items)) {
            throw wrong(name, "a list of texts", value);
        }
        for (Object item : items) {
            if (!(item instanceof String text)) {
                throw wrong(name, "a list of texts", value);
            }
            texts.add(text);
        }
        return texts;
    }

    int integer(String name) {
        Object value = required(name);
        // Tables read through Parquet or a data frame bring whole numbers as doubles.
        if (value instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        throw wrong(name, "a whole number", value);
    }

    Relation relation(String name) {
        String words = text(name);
        for (Relation relation : List.of(Relation.LESS_THAN, Relation.AT_LEAST)) {
            if (relation.words().equals(words)) {
                return relation;
            }
        }
        throw wrong(name, "\"less than\" or \"at least\"", words);
    }

    private Object required(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(id + ": argument \"" + name + "\" is missing");
        }
        return value;
    }

    private IllegalArgumentException wrong(String name, String expected, Object value) {
        return new IllegalArgumentException(id + ": argument \"" + name + "\" must be " + expected + ", got " + value);
    }
}
