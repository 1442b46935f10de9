package dev.belay.loop.recipe;

import dev.belay.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes to a recipe before it is bound: {@code --set objective.low=0.1}, and the arms of a study. */
public final class Overrides {
    private Overrides() {}

    /**
     * Applies {@code path=value}, where the path joins keys and list positions (from 0) by dots and the value is YAML:
     * {@code rewards.0.noise=[{use: flip, probability: 0.2}]}.
     *
     * @throws InvalidInputException when there is no {@code =}, the value is not YAML or the path leads into a value
     */
    public static Tree set(Tree tree, String assignment) {
        Place place = Place.in("--set " + assignment);
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw place.error("must be key=value, such as objective.low=0.1");
        }
        String path = assignment.substring(0, equals).strip();
        Tree value = YamlReader.parse(assignment.substring(equals + 1), place.source());
        return set(tree, List.of(path.split("\\.", -1)), relocate(value, place), place);
    }

    /**
     * The base with everything {@code over} names replaced: mappings are merged key by key, all else (lists too) is
     * replaced. A mapping that names another {@code use} replaces the whole, for its options belong to that method.
     */
    public static Tree merge(Tree base, Tree over) {
        if (!(base instanceof Tree.Fields b && over instanceof Tree.Fields o) || choosesAnother(b, o)) {
            return over;
        }
        Tree.Fields merged = b;
        for (Tree.Field field : o.fields()) {
            Optional<Tree.Field> old = b.field(field.key());
            Tree value = old.isPresent() ? merge(old.get().value(), field.value()) : field.value();
            merged = with(merged, new Tree.Field(field.key(), value, field.place()));
        }
        return merged;
    }

    private static boolean choosesAnother(Tree.Fields base, Tree.Fields over) {
        Optional<Tree.Field> before = base.field("use");
        Optional<Tree.Field> after = over.field("use");
        return before.isPresent()
                && after.isPresent()
                && !before.get().value().shown().equals(after.get().value().shown());
    }

    private static Tree set(Tree tree, List<String> path, Tree value, Place place) {
        if (path.isEmpty()) {
            return value;
        }
        String head = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        return switch (tree) {
            case Tree.Items list -> {
                int i = position(head, list.items().size(), place);
                List<Tree> items = new ArrayList<>(list.items());
                items.set(i, set(items.get(i), rest, value, place));
                yield new Tree.Items(items, list.place());
            }
            case Tree.Fields map -> {
                Tree old = map.field(head).map(Tree.Field::value).orElse(new Tree.Scalar("", false, place));
                yield with(map, new Tree.Field(head, set(old, rest, value, place), place));
            }
            // "objective: clip" is short for "objective: {use: clip}", so an option can be set below it.
            case Tree.Scalar scalar -> {
                List<Tree.Field> fields =
                        scalar.isNull() ? List.of() : List.of(new Tree.Field("use", scalar, scalar.place()));
                yield set(new Tree.Fields(fields, place), path, value, place);
            }
        };
    }

    private static int position(String text, int size, Place place) {
        try {
            int i = Integer.parseInt(text);
            if (i >= 0 && i < size) {
                return i;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message for both
        }
        throw place.error("\"" + text + "\" must be a position in a list of " + size + ", 0 to " + (size - 1));
    }

    private static Tree.Fields with(Tree.Fields map, Tree.Field field) {
        List<Tree.Field> fields = new ArrayList<>(map.fields());
        int at = map.keys().indexOf(field.key());
        if (at < 0) {
            fields.add(field);
        } else {
            fields.set(at, field);
        }
        return new Tree.Fields(fields, map.place());
    }

    /** Lines and columns of an option's text would mislead; the option itself is the place. */
    private static Tree relocate(Tree tree, Place place) {
        return switch (tree) {
            case Tree.Scalar s -> new Tree.Scalar(s.text(), s.quoted(), place);
            case Tree.Items l ->
                new Tree.Items(l.items().stream().map(t -> relocate(t, place)).toList(), place);
            case Tree.Fields m ->
                new Tree.Fields(
                        m.fields().stream()
                                .map(f -> new Tree.Field(f.key(), relocate(f.value(), place), place))
                                .toList(),
                        place);
        };
    }
}
