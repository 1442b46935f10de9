package dev.belay.model.checkpoint;

import dev.belay.model.InvalidInputException;
import dev.belay.model.files.JsonKeys;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Values for some modules, as PEFT's {@code rank_pattern} and {@code alpha_pattern} give them: a key is a regular expression
 * for the end of a module's name, from a dot on or the whole of it, and the first that matches counts.
 *
 * <p>Source: {@code get_pattern_key} of PEFT. Deviation: expressions come from strangers, so those with nested or many
 * repetitions, which could take for ever, are refused.
 *
 * @param values by expression, in the order of the file
 */
public record ModulePatterns<T>(Map<String, T> values) {
    private static final int MAX_LENGTH = 200;
    private static final int MAX_REPETITIONS = 4;
    private static final Pattern REPETITION = Pattern.compile("[*+?{]");
    private static final Pattern NESTED = Pattern.compile("\\)[*+?{]");

    public ModulePatterns {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        values.keySet().forEach(ModulePatterns::compile);
    }

    static <T> ModulePatterns<T> none() {
        return new ModulePatterns<>(Map.of());
    }

    /** @param read takes a value out of the object under {@code key} */
    static <T extends Number> ModulePatterns<T> parse(JsonKeys keys, String key, BiFunction<String, JsonKeys, T> read) {
        JsonKeys own = keys.object(key);
        if (own == null) {
            return none();
        }
        Map<String, T> values = new LinkedHashMap<>();
        own.root().fieldNames().forEachRemaining(name -> {
            T value = read.apply(name, own);
            if (!(value.doubleValue() > 0)) {
                throw own.wrong(name, "positive");
            }
            values.put(name, value);
        });
        return own.inPlace(() -> new ModulePatterns<>(values));
    }

    /** The value for a module such as {@code model.layers.0.self_attn.q_proj}. */
    Optional<T> of(String module) {
        return values.entrySet().stream()
                .filter(e -> compile(e.getKey()).matcher(module).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Pattern compile(String key) {
        if (key.length() > MAX_LENGTH
                || NESTED.matcher(key).find()
                || REPETITION.matcher(key).results().count() > MAX_REPETITIONS) {
            throw new InvalidInputException("the pattern \"" + key + "\" must have at most " + MAX_LENGTH
                    + " characters and " + MAX_REPETITIONS + " repetitions, none of them of a group");
        }
        try {
            return Pattern.compile("(.*\\.)?(" + key + ")");
        } catch (PatternSyntaxException e) {
            throw new InvalidInputException("the pattern \"" + key + "\" cannot be read: " + e.getDescription(), e);
        }
    }
}
