package dev.belay.loop.run;

import dev.belay.loop.recipe.RecordWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where two recipes part. */
final class RecipeDifference {
    private RecipeDifference() {}

    /** The first key with different values: {@code optimizer.learningRate was 0.001 and is 0.002}. */
    static String first(Recipe before, Recipe now) {
        RecordWriter writer = new RecordWriter(Methods.ALL);
        return find("", writer.write(before), writer.write(now)).orElse("no difference");
    }

    private static Optional<String> find(String path, @Nullable Object before, @Nullable Object now) {
        if (before instanceof Map<?, ?> b && now instanceof Map<?, ?> n) {
            Set<Object> keys = new LinkedHashSet<>(b.keySet());
            keys.addAll(n.keySet());
            return keys.stream()
                    .map(k -> find(path.isEmpty() ? String.valueOf(k) : path + "." + k, b.get(k), n.get(k)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (before instanceof List<?> b && now instanceof List<?> n && b.size() == n.size()) {
            for (int i = 0; i < b.size(); i++) {
                Optional<String> inside = find(path + "[" + i + "]", b.get(i), n.get(i));
                if (inside.isPresent()) {
                    return inside;
                }
            }
            return Optional.empty();
        }
        return Objects.equals(before, now)
                ? Optional.empty()
                : Optional.of(path + " was " + shown(before) + " and is " + shown(now));
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "not given" : value.toString();
    }
}
