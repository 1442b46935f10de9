package dev.belay.model.gguf;

import dev.belay.model.InvalidInputException;
import java.util.List;

/** What {@code tokenizer.ggml.token_type} says of a token; a kind's place in this list, from 1, is its number. */
enum TokenKind {
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    UNUSED,
    BYTE;

    private static final List<TokenKind> ALL = List.of(values());

    static TokenKind of(int code, String place, int id) {
        if (code < 1 || code > ALL.size()) {
            throw new InvalidInputException(
                    place + ": tokenizer.ggml.token_type[" + id + "] must be 1 to " + ALL.size() + ", got " + code);
        }
        return ALL.get(code - 1);
    }

    /** Whether text that reads like the token is the token, wherever it stands. */
    boolean foundWhole() {
        return this == CONTROL || this == USER_DEFINED;
    }
}
