package dev.belay.model.gguf;

import java.util.Locale;
import java.util.Optional;

/** Types of metadata values; a type's place in this list is its number in a file. */
enum ValueType {
    U8(1),
    I8(1),
    U16(2),
    I16(2),
    U32(4),
    I32(4),
    F32(4),
    BOOL(1),
    STRING(Long.BYTES),
    ARRAY(Integer.BYTES + Long.BYTES),
    U64(8),
    I64(8),
    F64(8);

    private final int bytes;

    ValueType(int bytes) {
        this.bytes = bytes;
    }

    static Optional<ValueType> of(int code) {
        return code >= 0 && code < values().length ? Optional.of(values()[code]) : Optional.empty();
    }

    /** Bytes of a number; of text and arrays, what they take at least. */
    int bytes() {
        return bytes;
    }

    boolean wholeNumber() {
        return switch (this) {
            case U8, I8, U16, I16, U32, I32, U64, I64 -> true;
            case F32, F64, BOOL, STRING, ARRAY -> false;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
