package dev.belay.model.gguf;

import dev.belay.model.InvalidInputException;

/** What {@code tokenizer.ggml.token_type} says of a token; a kind's place in this list, from 1, is its number. */
enum TokenKind {
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    UNUSED,
    BYTE;

    static TokenKind of(int code, String place, int id) {
        if (code < 1 || code > values().length) {
            throw new InvalidInputException(place + ": tokenizer.ggml.token_type[" + id + "] must be 1 to "
                    + values().length + ", got " + code);
        }
        return values()[code - 1];
    }

    /** Whether text that reads like the token is the token, wherever it stands. */
    boolean foundWhole() {
        return this == CONTROL || this == USER_DEFINED;
    }
}
