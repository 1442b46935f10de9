package dev.belay.loop.recipe;

import dev.belay.model.InvalidInputException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link Tree} into records. A mapping becomes the record whose components are its keys; where a stage's
 * contract is wanted, {@code use: NAME} picks the record from the stage's {@link Catalogue} and a bare name is short for
 * {@code {use: NAME}}. Nothing is guessed: an unknown key, a value of the wrong kind, a missing value and whatever a
 * record's compact constructor refuses stop with file, line, column, rule, value and choices. All errors that do not
 * follow from one another are told together.
 */
public final class Binder {
    private static final String USE = "use";

    private final Catalogues catalogues;

    public Binder(Catalogues catalogues) {
        this.catalogues = catalogues;
    }

    /** @throws InvalidInputException with everything that does not fit */
    public <R extends Record> R bind(Tree tree, Class<R> type) {
        Spot root = new Spot("", type.getSimpleName().toLowerCase(Locale.ROOT), List.of());
        Faults faults = new Faults();
        Object bound = faults.attempt(() -> record(tree, type, root));
        faults.refuseIfAny();
        return type.cast(Objects.requireNonNull(bound));
    }

    /**
     * Where in the record tree a value belongs.
     *
     * @param path such as {@code rewards[0].noise}; empty for the root
     * @param called what the mapping is called in a message
     * @param siblings keys that stand in the same mapping and belong to the record around an inline one
     */
    private record Spot(String path, String called, List<String> siblings) {
        Spot below(String key) {
            String longer = path.isEmpty() ? key : path + "." + key;
            return new Spot(longer, longer, List.of());
        }

        /** Records built in Java name their block or method themselves: "optimizer: beta1 must be …". */
        String withoutOwnName(String message) {
            String block = path.substring(path.lastIndexOf('.') + 1) + ": ";
            String rest = message.startsWith(block) ? message.substring(block.length()) : message;
            int colon = rest.indexOf(": ");
            return colon > 0 && called.endsWith("(" + rest.substring(0, colon) + ")")
                    ? rest.substring(colon + 2)
                    : rest;
        }

        Spot item(int i) {
            String longer = path + "[" + i + "]";
            return new Spot(longer, longer, List.of());
        }
    }

    private Object value(Tree tree, Type type, Spot spot) {
        if (type instanceof ParameterizedType generic) {
            return container(tree, (Class<?>) generic.getRawType(), generic.getActualTypeArguments(), spot);
        }
        Class<?> plain = (Class<?>) type;
        Optional<Catalogue<?>> catalogue = catalogues.choosing(plain);
        if (catalogue.isPresent()) {
            return chosen(tree, catalogue.get(), spot);
        }
        if (plain.isRecord()) {
            return record(tree, plain, spot);
        }
        if (tree instanceof Tree.Scalar scalar) {
            return Scalars.read(scalar, plain, spot.path());
        }
        throw tree.place().error(spot.path() + " must be " + Scalars.kind(plain) + ", got " + tree.shown());
    }

    private Object container(Tree tree, Class<?> raw, Type[] arguments, Spot spot) {
        if (raw == Optional.class) {
            return Optional.of(value(tree, arguments[0], spot));
        }
        if (raw == Map.class) {
            if (!(tree instanceof Tree.Fields fields)) {
                throw tree.place().error(spot.path() + " must be a mapping, got " + tree.shown());
            }
            Map<Object, @Nullable Object> map = new LinkedHashMap<>();
            Faults faults = new Faults();
            for (Tree.Field f : fields.fields()) {
                map.put(f.key(), faults.attempt(() -> value(f.value(), arguments[1], spot.below(f.key()))));
            }
            faults.stopIfAny();
            return map;
        }
        if (!(tree instanceof Tree.Items list)) {
            throw tree.place().error(spot.path() + " must be a list, got " + tree.shown());
        }
        List<@Nullable Object> items = new ArrayList<>();
        Faults faults = new Faults();
        for (int i = 0; i < list.items().size(); i++) {
            Tree item = list.items().get(i);
            Spot at = spot.item(i);
            items.add(faults.attempt(() -> value(item, arguments[0], at)));
        }
        faults.stopIfAny();
        return raw.isAssignableFrom(List.class) ? items : new LinkedHashSet<>(items);
    }

    private Object chosen(Tree tree, Catalogue<?> catalogue, Spot spot) {
        Tree.Fields fields = fields(tree, spot);
        Tree.Field use = fields.field(USE)
                .orElseThrow(() -> fields.place()
                        .error(spot.called() + " needs \"use\", the name of a " + catalogue.stage() + "; known: "
                                + String.join(", ", catalogue.names())));
        String name = (String) Scalars.read(scalar(use.value(), spot.below(USE)), String.class, "use");
        Entry<?> entry = catalogue
                .find(name)
                .orElseThrow(() -> use.value()
                        .place()
                        .error(Spelling.unknown(catalogue.stage(), name, catalogue.names())
                                + elsewhere(name, catalogue)));
        List<Tree.Field> options =
                fields.fields().stream().filter(f -> !f.key().equals(USE)).toList();
        String called = spot.called() + " (" + name + ")";
        return record(
                new Tree.Fields(options, fields.place()), entry.type(), new Spot(spot.path(), called, spot.siblings()));
    }

    /** The commonest mix-up is a noise written where a reward belongs; else it may be a method of the user's own. */
    private String elsewhere(String name, Catalogue<?> catalogue) {
        return catalogues.all().stream()
                .filter(c -> c.find(name).isPresent())
                .map(c -> " (\"" + name + "\" is the name of a " + c.stage() + ")")
                .findFirst()
                .orElseGet(() -> Spelling.nearest(name, catalogue.names()).isPresent()
                        ? ""
                        : "; one of your own is found where BELAY_CLASSPATH names it");
    }

    private static Tree.Scalar scalar(Tree tree, Spot spot) {
        if (tree instanceof Tree.Scalar scalar) {
            return scalar;
        }
        throw tree.place().error(spot.path() + " must be a name, got " + tree.shown());
    }

    /** The mapping itself, or {@code {use: NAME}} for a bare name. */
    private static Tree.Fields fields(Tree tree, Spot spot) {
        return switch (tree) {
            case Tree.Fields fields -> fields;
            case Tree.Scalar name
            when !name.isNull() -> new Tree.Fields(List.of(new Tree.Field(USE, name, name.place())), name.place());
            default ->
                throw tree.place()
                        .error(spot.called() + " must be a mapping with \"use\", or a name alone, got " + tree.shown());
        };
    }

    private Object record(Tree tree, Class<?> type, Spot spot) {
        RecordComponent[] components = type.getRecordComponents();
        Optional<RecordComponent> inline = Arrays.stream(components)
                .filter(c -> c.isAnnotationPresent(Inline.class))
                .findFirst();
        if (!(tree instanceof Tree.Fields) && inline.isEmpty()) {
            throw tree.place().error(spot.called() + " must be a mapping, got " + tree.shown());
        }
        Tree.Fields fields = fields(tree, spot);
        List<String> own = Arrays.stream(components)
                .filter(c -> !c.isAnnotationPresent(Inline.class))
                .map(RecordComponent::getName)
                .toList();
        Faults faults = new Faults();
        Set<String> misspelt = inline.isEmpty() ? refuseUnknown(fields, own, spot, faults) : Set.of();
        @Nullable Object[] values = new @Nullable Object[components.length];
        Set<String> bad = new HashSet<>();
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            // What an unknown key was meant to be is not missing.
            if (!misspelt.contains(component.getName())
                    || fields.field(component.getName()).isPresent()) {
                int before = faults.count();
                values[i] = faults.attempt(() -> component.isAnnotationPresent(Inline.class)
                        ? value(
                                without(fields, own),
                                component.getGenericType(),
                                new Spot(spot.path(), spot.called(), own))
                        : component(fields, component, spot));
                if (faults.count() > before) {
                    bad.add(component.getName());
                }
            } else {
                bad.add(component.getName());
            }
        }
        return construct(new Parts(type, components, values, bad), fields, spot, faults);
    }

    private static Tree.Fields without(Tree.Fields fields, List<String> keys) {
        return new Tree.Fields(
                fields.fields().stream().filter(f -> !keys.contains(f.key())).toList(), fields.place());
    }

    /** @return the keys that the unknown ones were probably meant to be */
    private static Set<String> refuseUnknown(Tree.Fields fields, List<String> own, Spot spot, Faults faults) {
        Set<String> meant = new HashSet<>();
        List<String> known = new ArrayList<>(own);
        known.addAll(spot.siblings());
        for (Tree.Field field : fields.fields()) {
            if (!own.contains(field.key())) {
                Spelling.nearest(field.key(), known).ifPresent(meant::add);
                faults.add(field.place()
                        .error("unknown key \"" + field.key() + "\" in " + spot.called() + "; "
                                + Spelling.choices(field.key(), known)));
            }
        }
        return meant;
    }

    private @Nullable Object component(Tree.Fields fields, RecordComponent component, Spot spot) {
        Optional<Tree.Field> written = fields.field(component.getName());
        if (written.isPresent()) {
            Tree tree = listed(written.get().value(), component);
            if (tree instanceof Tree.Scalar scalar && scalar.isNull() && !Components.required(component)) {
                return Components.absent(component);
            }
            return value(tree, component.getGenericType(), spot.below(component.getName()));
        }
        Optional<String> fallback = Components.defaultText(component);
        if (fallback.isPresent()) {
            String source = "default of " + component.getDeclaringRecord().getSimpleName() + "." + component.getName();
            return value(
                    YamlReader.parse(fallback.get(), source),
                    component.getGenericType(),
                    spot.below(component.getName()));
        }
        if (Components.required(component)) {
            String meaning = Components.doc(component).map(d -> " (" + d + ")").orElse("");
            throw fields.place()
                    .error(spot.below(component.getName()).path() + " is missing and has no default" + meaning);
        }
        return Components.absent(component);
    }

    /** A single item as the list it stands for. */
    private static Tree listed(Tree tree, RecordComponent component) {
        boolean alone = tree instanceof Tree.Scalar scalar && !scalar.isNull();
        return alone && component.isAnnotationPresent(OneOrMore.class)
                ? new Tree.Items(List.of(tree), tree.place())
                : tree;
    }

    /**
     * What a record is made of.
     *
     * @param bad components of which nothing could be made, or which the record has refused
     */
    private record Parts(
            Class<?> type,
            RecordComponent[] components,
            @Nullable Object[] values,
            Set<String> bad) {
        Object construct() throws InvocationTargetException {
            try {
                Class<?>[] types =
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
                Constructor<?> constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return constructor.newInstance(values);
            } catch (InvocationTargetException e) {
                throw e;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(type.getName() + " has no usable canonical constructor", e);
            }
        }

        /** Whether a complaint is about what the user wrote, and not about what stands in for it. */
        boolean blames(String message) {
            List<String> words = List.of(message.split("[^A-Za-z0-9_]+"));
            return bad.stream().noneMatch(words::contains);
        }
    }

    /**
     * Makes the record. A constructor tells one fault at a time and none when something is missing, so it is asked again with
     * a good value in the place of each bad one, until it has nothing to say that names a value which was written.
     */
    private Object construct(Parts parts, Tree.Fields fields, Spot spot, Faults faults) {
        boolean sound = parts.bad().isEmpty();
        while (standIns(parts, fields, spot)) {
            try {
                Object made = parts.construct();
                if (faults.count() == 0) {
                    return made;
                }
                break;
            } catch (InvocationTargetException e) {
                Throwable cause = Objects.requireNonNull(e.getCause());
                boolean told = cause instanceof InvalidInputException || cause instanceof IllegalArgumentException;
                if (!told && sound) {
                    throw new IllegalStateException(
                            "constructing " + parts.type().getName() + " failed", e);
                }
                String message = spot.withoutOwnName(String.valueOf(cause.getMessage()));
                String option = firstWord(message);
                if (!told || !parts.blames(message)) {
                    break;
                }
                faults.add(place(option, fields)
                        .error(spot.path().isEmpty() ? message : spot.called() + ": " + message, cause));
                sound = false;
                if (fields.field(option).isEmpty() || !parts.bad().add(option)) {
                    break;
                }
            }
        }
        faults.stopIfAny();
        throw new IllegalStateException(parts.type().getName() + " could not be made and nothing is wrong with it");
    }

    /** Puts a good value in the place of every bad one; false where there is none to be had. */
    private boolean standIns(Parts parts, Tree.Fields fields, Spot spot) {
        Faults unseen = new Faults();
        for (int i = 0; i < parts.components().length; i++) {
            RecordComponent component = parts.components()[i];
            if (parts.bad().contains(component.getName())) {
                try {
                    parts.values()[i] = unseen.attempt(() -> standIn(component, fields.place(), spot));
                } catch (IllegalStateException noneFits) {
                    return false; // what was wrong before is still told
                }
            }
        }
        return unseen.count() == 0;
    }

    private @Nullable Object standIn(RecordComponent component, Place place, Spot spot) {
        boolean settled = Components.defaultText(component).isPresent() || !Components.required(component);
        return settled
                ? component(new Tree.Fields(List.of(), place), component, spot)
                : standIn(component.getGenericType(), place, spot);
    }

    /** Any value of a type that holds together: nothing in a list, a method of a stage, a record of such values. */
    private Object standIn(Type type, Place place, Spot spot) {
        if (type instanceof ParameterizedType generic) {
            Tree empty = generic.getRawType() == Map.class
                    ? new Tree.Fields(List.of(), place)
                    : new Tree.Items(List.of(), place);
            return value(empty, type, spot);
        }
        Class<?> plain = (Class<?>) type;
        Optional<Catalogue<?>> catalogue = catalogues.choosing(plain);
        if (catalogue.isPresent()) {
            return catalogue.get().entries().stream()
                    .map(entry -> new Faults().attempt(() -> standIn(entry.type(), place, spot)))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow(() -> place.error(spot.called() + " has nothing to stand in for it"));
        }
        if (!plain.isRecord()) {
            return value(
                    new Tree.Scalar(plain.isEnum() ? Scalars.names(plain).getFirst() : "1", false, place), type, spot);
        }
        RecordComponent[] components = plain.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = standIn(components[i], place, spot);
        }
        return construct(
                new Parts(plain, components, values, new HashSet<>()),
                new Tree.Fields(List.of(), place),
                spot,
                new Faults());
    }

    private static String firstWord(String message) {
        return message.split("[^A-Za-z0-9_]", 2)[0];
    }

    /** An option, if it was written; else the mapping. */
    private static Place place(String option, Tree.Fields fields) {
        return fields.field(option).map(f -> f.value().place()).orElse(fields.place());
    }
}
