package dev.belay.model.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Typed access to the keys of a JSON object; every complaint names the file, the key, the type wanted and the value. */
public record JsonKeys(ObjectNode root, String place) {
    /** A null counts as absent, as it does in transformers. */
    public boolean has(String key) {
        return root.hasNonNull(key);
    }

    public JsonNode value(String key) {
        return root.path(key);
    }

    public int integer(String key) {
        JsonNode value = root.path(key);
        if (value.isMissingNode()) {
            throw new InvalidInputException(place + ": key " + key + " is missing");
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(key, "a whole number");
        }
        return value.intValue();
    }

    public int integer(String key, int absent) {
        return has(key) ? integer(key) : absent;
    }

    public @Nullable Integer optionalInteger(String key) {
        return has(key) ? integer(key) : null;
    }

    /** A number that must be there. */
    public double number(String key) {
        if (!has(key)) {
            throw new InvalidInputException(place + ": key " + key + " is missing");
        }
        return number(key, 0);
    }

    public double number(String key, double absent) {
        if (!has(key)) {
            return absent;
        }
        if (!root.path(key).isNumber()) {
            throw wrong(key, "a number");
        }
        return root.path(key).doubleValue();
    }

    public boolean flag(String key, boolean absent) {
        if (!has(key)) {
            return absent;
        }
        if (!root.path(key).isBoolean()) {
            throw wrong(key, "true or false");
        }
        return root.path(key).booleanValue();
    }

    /** A list that must be there. */
    public List<JsonNode> list(String key) {
        if (!has(key)) {
            throw new InvalidInputException(place + ": key " + key + " is missing");
        }
        if (!root.path(key).isArray()) {
            throw wrong(key, "a list");
        }
        List<JsonNode> items = new ArrayList<>();
        root.path(key).forEach(items::add);
        return items;
    }

    public @Nullable JsonKeys object(String key) {
        if (!has(key)) {
            return null;
        }
        if (root.path(key) instanceof ObjectNode nested) {
            return new JsonKeys(nested, place + ": " + key);
        }
        throw wrong(key, "an object");
    }

    /** One token id or a list of them; none when absent. */
    public Set<Integer> ids(String key) {
        Set<Integer> ids = new TreeSet<>();
        if (has(key)) {
            for (JsonNode id : root.path(key).isArray() ? root.path(key) : List.of(root.path(key))) {
                if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
                    throw wrong(key, "a token id or a list of token ids");
                }
                ids.add(id.intValue());
            }
        }
        return ids;
    }

    public InvalidInputException wrong(String key, String wanted) {
        return new InvalidInputException(place + ": " + key + " must be " + wanted + ", got " + shown(root.path(key)));
    }

    /** A value as a message shows it. */
    public static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    /** Adds the place to a complaint about the values. */
    public <T> T inPlace(Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidInputException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(place) ? e : new InvalidInputException(place + ": " + message, e);
        }
    }
}
