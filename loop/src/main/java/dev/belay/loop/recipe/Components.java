package dev.belay.loop.recipe;

import java.lang.reflect.RecordComponent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a record component's declaration says about the option it stands for. */
final class Components {
    private Components() {}

    /** Whether a value must be there: the component is neither {@code @Nullable} nor an Optional. */
    static boolean required(RecordComponent component) {
        return component.getType() != Optional.class
                && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** The value that stands for "not given". */
    static @Nullable Object absent(RecordComponent component) {
        return component.getType() == Optional.class ? Optional.empty() : null;
    }

    static Optional<String> doc(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(Doc.class)).map(Doc::value);
    }

    /** The default as YAML; the empty text stands for itself and not for YAML's null. */
    static Optional<String> defaultText(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(Default.class))
                .map(d -> d.value().isEmpty() ? "''" : d.value());
    }
}
