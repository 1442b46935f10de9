package dev.belay.loop.recipe;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema (draft 2020-12) of a record, for editors that complete and check YAML. It says what {@link Binder} accepts
 * as far as a schema can: keys, types, choices and defaults; what compact constructors check stays with them.
 */
public final class JsonSchema {
    private final Catalogues catalogues;

    public JsonSchema(Catalogues catalogues) {
        this.catalogues = catalogues;
    }

    /** The schema as maps and lists, ready to be written as JSON. */
    public Map<String, Object> of(Class<? extends Record> root, String title) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", title);
        schema.putAll(record(root, Map.of()));
        Map<String, Object> definitions = new LinkedHashMap<>();
        for (Catalogue<?> catalogue : catalogues.all()) {
            definitions.put(catalogue.stage(), choice(catalogue, Map.of()));
        }
        schema.put("$defs", definitions);
        return schema;
    }

    private Map<String, Object> record(Class<?> type, Map<String, Object> siblings) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        @Nullable RecordComponent inline = null;
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Inline.class)) {
                inline = component;
                continue;
            }
            properties.put(component.getName(), property(component));
            if (Components.required(component)
                    && Components.defaultText(component).isEmpty()) {
                required.add(component.getName());
            }
        }
        properties.putAll(siblings);
        if (inline != null) {
            Optional<Catalogue<?>> catalogue = catalogues.choosing(inline.getType());
            return catalogue.isPresent() ? choice(catalogue.get(), properties) : record(inline.getType(), properties);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    /** One of a catalogue's records, told apart by {@code use}, or a bare name. */
    private Map<String, Object> choice(Catalogue<?> catalogue, Map<String, Object> siblings) {
        List<Object> options = new ArrayList<>();
        for (Entry<?> entry : catalogue.entries()) {
            Map<String, Object> use = new LinkedHashMap<>();
            use.put("const", entry.name());
            Map<String, Object> extended = new LinkedHashMap<>();
            extended.put("use", use);
            extended.putAll(siblings);
            Map<String, Object> schema = record(entry.type(), extended);
            schema.put("description", entry.meaning());
            List<Object> required = new ArrayList<>(List.of("use"));
            if (schema.get("required") instanceof List<?> more) {
                required.addAll(more);
            }
            schema.put("required", required);
            options.add(schema);
        }
        options.add(Map.of("enum", catalogue.names()));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("oneOf", options);
        return schema;
    }

    private Map<String, Object> property(RecordComponent component) {
        Map<String, Object> schema = type(component.getGenericType());
        if (component.isAnnotationPresent(OneOrMore.class) && schema.get("items") instanceof Map<?, ?> item) {
            schema = new LinkedHashMap<>(Map.of("oneOf", List.of(schema, item)));
        }
        described(schema, component);
        return schema;
    }

    private static void described(Map<String, Object> schema, RecordComponent component) {
        Components.doc(component).ifPresent(doc -> schema.put("description", doc));
        Components.defaultText(component)
                .flatMap(text -> plain(YamlReader.parse(text, "default"), component.getType()))
                .ifPresent(value -> schema.put("default", value));
    }

    private Map<String, Object> type(Type type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Type[] arguments = generic.getActualTypeArguments();
            if (raw == Optional.class) {
                return type(arguments[0]);
            }
            boolean map = raw == Map.class;
            schema.put("type", map ? "object" : "array");
            schema.put(map ? "additionalProperties" : "items", type(arguments[arguments.length - 1]));
            return schema;
        }
        Class<?> plain = (Class<?>) type;
        Optional<Catalogue<?>> catalogue = catalogues.choosing(plain);
        if (catalogue.isPresent()) {
            schema.put("$ref", "#/$defs/" + catalogue.get().stage());
        } else if (plain.isRecord()) {
            return record(plain, Map.of());
        } else if (plain.isEnum()) {
            schema.put("enum", Scalars.names(plain));
        } else {
            schema.put("type", Scalars.jsonType(plain));
        }
        return schema;
    }

    /** A default as JSON; single values only, since {@code []} and {@code {}} tell an editor nothing. */
    private static Optional<Object> plain(Tree tree, Class<?> type) {
        if (!(tree instanceof Tree.Scalar scalar) || scalar.isNull()) {
            return Optional.empty();
        }
        boolean word = type.isEnum() || type.isInterface() || type.isRecord();
        Object value = word ? scalar.text() : Scalars.read(scalar, type, "default");
        return value instanceof Double d && d.isInfinite() ? Optional.empty() : Optional.of(value);
    }
}
