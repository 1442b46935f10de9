package dev.belay.loop.recipe;

import dev.belay.model.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The methods of one stage, by the name a recipe writes after {@code use:}. Each stage has one explicit Java file that
 * lists its entries; {@link CatalogueExtension} lets another jar add to it.
 *
 * @param <T> the stage's contract
 */
public final class Catalogue<T> {
    private final String stage;
    private final Class<T> contract;
    private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

    private Catalogue(String stage, Class<T> contract, List<Entry<T>> own) {
        this.stage = stage;
        this.contract = contract;
        own.forEach(this::add);
        for (CatalogueExtension extension : ServiceLoader.load(CatalogueExtension.class)) {
            extension.entries().stream()
                    .filter(e -> contract.isAssignableFrom(e.type()))
                    .forEach(e -> add(
                            new Entry<T>(e.name(), e.type().asSubclass(contract), e.meaning(), e.paper(), e.status())));
        }
    }

    /**
     * @param stage what one of these methods is called in a message: {@code reward}, {@code objective}
     * @param contract the interface the methods implement
     * @throws InvalidInputException when two entries, extensions included, share a name
     */
    public static <T> Catalogue<T> of(String stage, Class<T> contract, List<Entry<T>> entries) {
        return new Catalogue<>(stage, contract, entries);
    }

    public String stage() {
        return stage;
    }

    public Class<T> contract() {
        return contract;
    }

    /** All entries in the order listed, extensions last. */
    public List<Entry<T>> entries() {
        return List.copyOf(entries.values());
    }

    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    public Optional<Entry<T>> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** @throws InvalidInputException naming the choices, and the nearest one, when there is no such method */
    public Entry<T> lookup(String name) {
        return find(name).orElseThrow(() -> new InvalidInputException(Spelling.unknown(stage, name, names())));
    }

    /** The name under which a method's record is listed. */
    public String nameOf(Object method) {
        return entries.values().stream()
                .filter(e -> e.type() == method.getClass())
                .findFirst()
                .map(Entry::name)
                .orElseThrow(() -> new IllegalArgumentException(
                        method.getClass().getName() + " is not in the catalogue of " + stage + "s: " + names()));
    }

    private void add(Entry<T> entry) {
        if (!entry.type().isRecord()) {
            throw new IllegalArgumentException(
                    stage + " " + entry.name() + ": " + entry.type().getName() + " must be a record");
        }
        Entry<T> first = entries.putIfAbsent(entry.name(), entry);
        if (first != null) {
            throw new InvalidInputException("two " + stage + "s are called \"" + entry.name() + "\": "
                    + first.type().getName() + " and " + entry.type().getName());
        }
    }
}
