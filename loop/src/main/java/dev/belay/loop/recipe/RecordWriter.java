package dev.belay.loop.recipe;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns a record back into maps, lists and single values with every default spelled out: the resolved recipe of a run
 * directory. Binding the result gives an equal record.
 */
public final class RecordWriter {
    private final Catalogues catalogues;

    public RecordWriter(Catalogues catalogues) {
        this.catalogues = catalogues;
    }

    /** The record's YAML keys and values, in the order of its components. */
    public Map<String, @Nullable Object> write(Record value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object part = read(component, value);
            if (part == null) {
                // Left out, a default would take its place when the text is read again.
                if (component.isAnnotationPresent(Default.class)) {
                    map.put(component.getName(), null);
                }
                continue;
            }
            Object plain = plain(part, component.getType());
            if (component.isAnnotationPresent(Inline.class)) {
                ((Map<?, ?>) plain).forEach((k, v) -> map.put(String.valueOf(k), v));
            } else {
                map.put(component.getName(), plain);
            }
        }
        return map;
    }

    private Object plain(Object value, Class<?> declared) {
        return switch (value) {
            case Record r -> named(r, declared);
            case Map<?, ?> m -> {
                Map<String, Object> map = new LinkedHashMap<>();
                m.forEach((k, v) -> map.put(String.valueOf(k), plain(v, v.getClass())));
                yield map;
            }
            case Collection<?> c -> {
                List<Object> list = new ArrayList<>();
                c.forEach(item -> list.add(plain(item, item.getClass())));
                yield list;
            }
            case Enum<?> e -> Scalars.name(e);
            case Path p -> p.toString();
            case Float f -> Double.valueOf(f.toString());
            default -> value;
        };
    }

    private Map<String, @Nullable Object> named(Record value, Class<?> declared) {
        Optional<Catalogue<?>> catalogue = catalogues.choosing(declared).or(() -> listing(value));
        if (catalogue.isEmpty()) {
            return write(value);
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("use", catalogue.get().nameOf(value));
        map.putAll(write(value));
        return map;
    }

    /** Inside a list or a map the declared type is gone; a listed method is found by its class. */
    private Optional<Catalogue<?>> listing(Record value) {
        return catalogues.all().stream()
                .filter(c -> c.entries().stream().anyMatch(e -> e.type() == value.getClass()))
                .findFirst();
    }

    private static @Nullable Object read(RecordComponent component, Record value) {
        try {
            component.getAccessor().setAccessible(true);
            Object part = component.getAccessor().invoke(value);
            return part instanceof Optional<?> optional ? optional.orElse(null) : part;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("reading " + component + " failed", e);
        }
    }
}
