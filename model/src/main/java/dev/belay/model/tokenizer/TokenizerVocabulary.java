package dev.belay.model.tokenizer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.Json;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which tokens a tokenizer.json has, and under which ids; the library does not tell. */
final class TokenizerVocabulary {
    /** The bound keeps a lying file from making the set of known ids huge. */
    private static final int MAX_ID = 1 << 26;

    private final Map<String, Integer> ids;
    private final BitSet known = new BitSet();
    private final Set<Integer> specialIds;

    private TokenizerVocabulary(Map<String, Integer> ids, Set<Integer> specialIds) {
        this.ids = ids;
        this.specialIds = Set.copyOf(specialIds);
        ids.values().forEach(known::set);
    }

    static TokenizerVocabulary parse(byte[] tokenizerJson, String place) {
        Reader reader = new Reader(place);
        Json.readObject(tokenizerJson, place, reader::member);
        return reader.vocabulary();
    }

    /** Takes what is needed of a file of megabytes and passes over the rest. */
    private static final class Reader {
        private final String place;
        private final Map<String, Integer> ids = new HashMap<>();
        private String vocab = "nothing";
        private @Nullable JsonNode added;

        Reader(String place) {
            this.place = place;
        }

        void member(String key, JsonParser in) throws IOException {
            if (key.equals("model") && in.currentToken() == JsonToken.START_OBJECT) {
                Json.readMembers(in, this::modelMember);
            } else if (key.equals("added_tokens")) {
                added = Json.tree(in);
            } else {
                in.skipChildren();
            }
        }

        private void modelMember(String key, JsonParser in) throws IOException {
            if (!key.equals("vocab")) {
                in.skipChildren();
            } else if (in.currentToken() == JsonToken.START_OBJECT) {
                vocab = "";
                Json.readMembers(in, this::token);
            } else {
                pairs(Json.tree(in));
            }
        }

        private void token(String token, JsonParser in) throws IOException {
            boolean plain = in.currentToken() == JsonToken.VALUE_NUMBER_INT && in.getNumberType() == NumberType.INT;
            ids.put(token, plain ? id(in.getIntValue(), token, place) : id(Json.tree(in), token, place));
        }

        /** Unigram: pairs of token and score, in the order of their ids. */
        private void pairs(JsonNode list) {
            vocab = list.isArray() ? "" : Json.kind(list);
            list.forEach(pair -> ids.put(pair.path(0).asText(), ids.size()));
        }

        TokenizerVocabulary vocabulary() {
            if (!vocab.isEmpty()) {
                throw new InvalidInputException(place + ": model.vocab must be an object or a list, got " + vocab);
            }
            Set<Integer> special = new TreeSet<>();
            for (JsonNode token : added == null ? List.<JsonNode>of() : added) {
                String content = token.path("content").asText();
                int id = id(token.path("id"), content, place);
                ids.put(content, id);
                if (token.path("special").asBoolean()) {
                    special.add(id);
                }
            }
            return new TokenizerVocabulary(ids, special);
        }
    }

    private static int id(JsonNode value, String token, String place) {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrongId(token, place, Json.kind(value));
        }
        return id(value.intValue(), token, place);
    }

    private static int id(int value, String token, String place) {
        if (value < 0 || value > MAX_ID) {
            throw wrongId(token, place, String.valueOf(value));
        }
        return value;
    }

    private static InvalidInputException wrongId(String token, String place, String got) {
        return new InvalidInputException(place + ": the id of token \"" + token
                + "\" must be a whole number of at least 0 and at most 2^26, got " + got);
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
