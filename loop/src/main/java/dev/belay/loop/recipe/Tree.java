package dev.belay.loop.recipe;

import java.util.List;
import java.util.Optional;

/**
 * YAML as it was written, every part with its place. Scalars stay text: what a text means is decided by the record
 * component it is bound to, so {@code no} is a word where a word is wanted, and {@code 1e-6} is a number where a number
 * is.
 */
public sealed interface Tree {
    Place place();

    /** What this part is, for a message: {@code "abc"}, {@code a list}, {@code a mapping}. */
    String shown();

    /**
     * A single value.
     *
     * @param quoted whether it stood in quotes or as a block of text, and so cannot be a number, a truth value or null
     */
    record Scalar(String text, boolean quoted, Place place) implements Tree {
        /** Whether this is YAML's null: nothing at all, {@code ~} or {@code null}. */
        public boolean isNull() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String shown() {
            return isNull() ? "nothing" : "\"" + text + "\"";
        }
    }

    /** A list. */
    record Items(List<Tree> items, Place place) implements Tree {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String shown() {
            return "a list";
        }
    }

    /** A mapping; keys are distinct and in the order written. */
    record Fields(List<Field> fields, Place place) implements Tree {
        public Fields {
            fields = List.copyOf(fields);
        }

        public Optional<Field> field(String key) {
            return fields.stream().filter(f -> f.key().equals(key)).findFirst();
        }

        public List<String> keys() {
            return fields.stream().map(Field::key).toList();
        }

        @Override
        public String shown() {
            return "a mapping";
        }
    }

    /**
     * One line of a mapping.
     *
     * @param place of the key
     */
    record Field(String key, Tree value, Place place) {}
}
