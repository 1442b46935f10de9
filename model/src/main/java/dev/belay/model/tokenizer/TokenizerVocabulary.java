package dev.belay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.Json;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Which tokens a tokenizer.json has, and under which ids; the library does not tell. */
final class TokenizerVocabulary {
    private final Map<String, Integer> ids;
    private final BitSet known = new BitSet();
    private final Set<Integer> specialIds;

    private TokenizerVocabulary(Map<String, Integer> ids, Set<Integer> specialIds) {
        this.ids = ids;
        this.specialIds = Set.copyOf(specialIds);
        ids.values().forEach(known::set);
    }

    static TokenizerVocabulary parse(byte[] tokenizerJson, String place) {
        ObjectNode root = Json.parseObject(tokenizerJson, place);
        Map<String, Integer> ids = new HashMap<>();
        JsonNode vocab = root.path("model").path("vocab");
        if (vocab instanceof ObjectNode byToken) {
            byToken.properties().forEach(e -> ids.put(e.getKey(), id(e.getValue(), e.getKey(), place)));
        } else if (vocab.isArray()) {
            // Unigram: pairs of token and score, in the order of their ids.
            for (JsonNode pair : vocab) {
                ids.put(pair.path(0).asText(), ids.size());
            }
        } else {
            throw new InvalidInputException(
                    place + ": model.vocab must be an object or a list, got " + Json.kind(vocab));
        }
        Set<Integer> special = new TreeSet<>();
        for (JsonNode token : root.path("added_tokens")) {
            String content = token.path("content").asText();
            int id = id(token.path("id"), content, place);
            ids.put(content, id);
            if (token.path("special").asBoolean()) {
                special.add(id);
            }
        }
        return new TokenizerVocabulary(ids, special);
    }

    private static int id(JsonNode value, String token, String place) {
        // The bound keeps a lying file from making the set of known ids huge.
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < 0
                || value.intValue() > 1 << 26) {
            throw new InvalidInputException(place + ": the id of token \"" + token
                    + "\" must be a whole number of at least 0 and at most 2^26, got " + Json.kind(value));
        }
        return value.intValue();
    }

    int size() {
        return known.length();
    }

    boolean has(int id) {
        return known.get(id);
    }

    Set<Integer> specialIds() {
        return specialIds;
    }

    OptionalInt idOf(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }
}
