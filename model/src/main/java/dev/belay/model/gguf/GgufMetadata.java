package dev.belay.model.gguf;

import dev.belay.model.InvalidInputException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a GGUF file. Values stay where they were mapped until they are asked for, so a key that claims to be huge
 * costs nothing.
 */
final class GgufMetadata {
    /**
     * A value as it lies in the file.
     *
     * @param type of the value, or of an array's elements
     * @param array whether it is a list
     * @param count elements of a list; 1 otherwise
     * @param bytes numbers one after the other; texts of a list each with its length in front, a single one without
     */
    record Value(ValueType type, boolean array, long count, MemorySegment bytes) {}

    private final String place;
    private final Map<String, Value> values;

    GgufMetadata(String place, Map<String, Value> values) {
        this.place = place;
        this.values = new TreeMap<>(values);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Set<String> keys() {
        return values.keySet();
    }

    String text(String key) {
        Value value = single(key, ValueType.STRING);
        return GgufCursor.decode(value.bytes(), place, key);
    }

    String text(String key, String absent) {
        return has(key) ? text(key) : absent;
    }

    int integer(String key) {
        Value value = required(key);
        if (value.array() || !value.type().wholeNumber()) {
            throw wrong(key, "a whole number", value);
        }
        return intAt(key, value, 0);
    }

    int integer(String key, int absent) {
        return has(key) ? integer(key) : absent;
    }

    @Nullable
    Integer optionalInteger(String key) {
        return has(key) ? integer(key) : null;
    }

    /** A number; fp32 values as the shortest decimal that names them, which is what config.json would have said. */
    double number(String key, double absent) {
        if (!has(key)) {
            return absent;
        }
        Value value = required(key);
        double number = switch (value.type()) {
            case F32 ->
                Double.parseDouble(
                        Float.toString(Float.intBitsToFloat(value.bytes().get(GgufCursor.INT, 0))));
            case F64 -> Double.longBitsToDouble(value.bytes().get(GgufCursor.LONG, 0));
            default -> throw wrong(key, "a number with a fraction", value);
        };
        if (value.array() || !Double.isFinite(number)) {
            throw wrong(key, "one finite number", value);
        }
        return number;
    }

    boolean flag(String key, boolean absent) {
        return has(key) ? single(key, ValueType.BOOL).bytes().get(ValueLayout.JAVA_BYTE, 0) != 0 : absent;
    }

    /** How long a list of texts is. */
    int textCount(String key) {
        return (int) textList(key).count();
    }

    /** A list of texts. */
    List<String> texts(String key) {
        Value value = textList(key);
        List<String> texts = new ArrayList<>(Math.toIntExact(value.count()));
        if (value.bytes().byteSize() > Integer.MAX_VALUE - 8) {
            throw wrong(key, "of less than 2 GiB", value);
        }
        byte[] raw = value.bytes().toArray(ValueLayout.JAVA_BYTE);
        // The lengths were checked when the reader went over them.
        ByteBuffer lengths = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < value.count(); i++) {
            texts.add(nextText(raw, lengths, key, i));
        }
        return texts;
    }

    private Value textList(String key) {
        Value value = list(key);
        if (value.type() != ValueType.STRING) {
            throw wrong(key, "a list of texts", value);
        }
        return value;
    }

    private String nextText(byte[] raw, ByteBuffer lengths, String key, int index) {
        int length = (int) lengths.getLong();
        int from = lengths.position();
        lengths.position(from + length);
        return GgufCursor.decode(raw, from, length, place, () -> key + "[" + index + "]");
    }

    /** A list of whole numbers. */
    int[] integers(String key) {
        Value value = list(key);
        if (!value.type().wholeNumber()) {
            throw wrong(key, "a list of whole numbers", value);
        }
        if (value.type() == ValueType.I32) {
            return value.bytes().toArray(GgufCursor.INT);
        }
        int[] numbers = new int[Math.toIntExact(value.count())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = intAt(key, value, i);
        }
        return numbers;
    }

    private int intAt(String key, Value value, int index) {
        long at = (long) index * value.type().bytes();
        MemorySegment b = value.bytes();
        long n = switch (value.type()) {
            case U8 -> b.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
            case I8 -> b.get(ValueLayout.JAVA_BYTE, at);
            case U16 -> b.get(GgufCursor.SHORT, at) & 0xFFFF;
            case I16 -> b.get(GgufCursor.SHORT, at);
            case U32 -> Integer.toUnsignedLong(b.get(GgufCursor.INT, at));
            case I32 -> b.get(GgufCursor.INT, at);
            default -> b.get(GgufCursor.LONG, at);
        };
        if (n != (int) n || (value.type() == ValueType.U64 && n < 0)) {
            throw new InvalidInputException(place + ": " + key + " must be below 2^31, got " + n);
        }
        return (int) n;
    }

    private Value list(String key) {
        Value value = required(key);
        if (!value.array() || value.count() > Integer.MAX_VALUE - 8) {
            throw wrong(key, "a list", value);
        }
        return value;
    }

    private Value single(String key, ValueType type) {
        Value value = required(key);
        if (value.array() || value.type() != type) {
            throw wrong(key, type == ValueType.STRING ? "a text" : "true or false", value);
        }
        return value;
    }

    private Value required(String key) {
        Value value = values.get(key);
        if (value == null) {
            throw new InvalidInputException(place + ": key " + key + " is missing");
        }
        return value;
    }

    private InvalidInputException wrong(String key, String wanted, Value value) {
        return new InvalidInputException(place + ": " + key + " must be " + wanted + ", got "
                + (value.array() ? "a list of " + value.count() + " " : "") + value.type());
    }

    /** Where messages say the keys are. */
    String place() {
        return place;
    }
}
