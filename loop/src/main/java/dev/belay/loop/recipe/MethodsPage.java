package dev.belay.loop.recipe;

import dev.belay.model.InvalidInputException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the catalogues offer, written for people: docs/METHODS.md and {@code belay methods [NAME]}. */
public final class MethodsPage {
    private final Catalogues catalogues;

    public MethodsPage(Catalogues catalogues) {
        this.catalogues = catalogues;
    }

    /**
     * The whole page as Markdown.
     *
     * @param root the record of a recipe
     */
    public String markdown(Class<? extends Record> root) {
        StringBuilder page = new StringBuilder();
        page.append("# Methods and options\n\n")
                .append("Generated from the records in the code; `belay methods NAME` prints one entry, ")
                .append("`belay schema` the JSON Schema.\n\n## The recipe\n\n");
        table(page, root);
        for (Catalogue<?> catalogue : catalogues.all()) {
            page.append("## ").append(capital(catalogue.stage())).append("\n\n");
            for (Entry<?> entry : catalogue.entries()) {
                page.append("### `").append(entry.name()).append("`\n\n");
                page.append(entry.meaning()).append("  \n");
                page.append("Source: ")
                        .append(entry.paper())
                        .append(". Status: ")
                        .append(status(entry));
                page.append(". Code: `").append(entry.type().getName()).append("`.\n\n");
                table(page, entry.type());
            }
        }
        return page.toString();
    }

    /** All names with one line each, stage by stage. */
    public String overview() {
        StringBuilder text = new StringBuilder();
        for (Catalogue<?> catalogue : catalogues.all()) {
            int width =
                    catalogue.names().stream().mapToInt(String::length).max().orElse(1);
            text.append(catalogue.stage()).append('\n');
            for (Entry<?> entry : catalogue.entries()) {
                text.append("  ")
                        .append(pad(entry.name(), width))
                        .append("  ")
                        .append(entry.meaning())
                        .append('\n');
            }
        }
        return text.toString();
    }

    /**
     * One method in full; the same name in two stages gives both.
     *
     * @throws InvalidInputException when no stage has a method of that name
     */
    public String describe(String name) {
        StringBuilder text = new StringBuilder();
        for (Catalogue<?> catalogue : catalogues.all()) {
            catalogue.find(name).ifPresent(entry -> describe(text, catalogue, entry));
        }
        if (text.isEmpty()) {
            List<String> known =
                    catalogues.all().stream().flatMap(c -> c.names().stream()).toList();
            throw new InvalidInputException(Spelling.unknown("method", name, known));
        }
        return text.toString();
    }

    private void describe(StringBuilder text, Catalogue<?> catalogue, Entry<?> entry) {
        text.append(entry.name()).append("  (").append(catalogue.stage()).append(")\n");
        text.append("  ").append(entry.meaning()).append('\n');
        text.append("  source: ").append(entry.paper()).append('\n');
        text.append("  status: ").append(status(entry)).append('\n');
        text.append("  code:   ").append(entry.type().getName()).append('\n');
        for (Option option : options(entry.type())) {
            text.append("  ").append(option.name()).append(": ").append(option.type());
            text.append(option.fallback().map(d -> ", default " + d).orElse(", must be given"))
                    .append('\n');
            if (!option.meaning().isEmpty()) {
                text.append("      ").append(option.meaning()).append('\n');
            }
        }
    }

    private void table(StringBuilder page, Class<?> type) {
        List<Option> options = options(type);
        if (options.isEmpty()) {
            return;
        }
        page.append("| option | type | default | meaning |\n|---|---|---|---|\n");
        for (Option option : options) {
            page.append("| `")
                    .append(option.name())
                    .append("` | ")
                    .append(cell(option.type()))
                    .append(" | ");
            page.append(option.fallback().map(d -> "`" + cell(d) + "`").orElse("must be given"));
            page.append(" | ").append(cell(option.meaning())).append(" |\n");
        }
        page.append('\n');
    }

    /** One key; a nested record's keys follow their parent's with a dot. */
    private record Option(String name, String type, Optional<String> fallback, String meaning) {}

    private List<Option> options(Class<?> type) {
        List<Option> options = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            Optional<String> fallback = Components.defaultText(component)
                    .or(() -> Components.required(component) ? Optional.empty() : Optional.of("none"));
            String meaning = Components.doc(component).orElse("");
            if (!component.isAnnotationPresent(Inline.class)) {
                options.add(new Option(name, kind(component.getGenericType()), fallback, meaning));
            } else if (catalogues.choosing(component.getType()).isPresent()) {
                options.add(new Option("use", kind(component.getGenericType()), fallback, meaning));
            }
            String prefix = component.isAnnotationPresent(Inline.class) ? "" : name + ".";
            nested(component.getGenericType())
                    .ifPresent(inner -> options(inner)
                            .forEach(o ->
                                    options.add(new Option(prefix + o.name(), o.type(), o.fallback(), o.meaning()))));
        }
        return options;
    }

    /** The record whose keys are listed below this one: itself, or what a list holds. */
    private Optional<Class<?>> nested(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Map.class ? Optional.empty() : nested(generic.getActualTypeArguments()[0]);
        }
        Class<?> plain = (Class<?>) type;
        return plain.isRecord() && catalogues.choosing(plain).isEmpty() ? Optional.of(plain) : Optional.empty();
    }

    private String kind(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            String of = kind(arguments[arguments.length - 1]);
            return generic.getRawType() == Optional.class
                    ? of
                    : (generic.getRawType() == Map.class ? "mapping to " : "list of ") + of;
        }
        Class<?> plain = (Class<?>) type;
        return catalogues
                .choosing(plain)
                .map(Catalogue::stage)
                .orElseGet(() -> plain.isRecord() ? "mapping" : Scalars.kind(plain));
    }

    private static String status(Entry<?> entry) {
        return entry.status().name().toLowerCase(Locale.ROOT);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String capital(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static String pad(String word, int width) {
        return word + " ".repeat(width - word.length());
    }
}
