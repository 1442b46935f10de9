package dev.belay.model.gguf;

import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps a GGUF file into memory and checks everything its header claims before handing out a single tensor.
 *
 * <p>Layout, little-endian, as {@code docs/gguf.md} of ggml gives it: {@code GGUF}, version, number of tensors, number of
 * keys; keys with type and value; for each tensor name, dimensions (fastest first), type and offset; padding to a
 * multiple of {@code general.alignment}; data. Deviation: lists of lists are refused, nothing that is read here has any.
 */
final class GgufReader {
    private static final int MAGIC = 0x46554747;
    private static final int MIN_KEY_BYTES = Long.BYTES + Integer.BYTES + 1;
    private static final int MIN_TENSOR_BYTES = Long.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES + Long.BYTES;
    private static final int MAX_DIMENSIONS = 4;
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int MAX_ALIGNMENT = 1 << 20;

    private final String place;
    private final MemorySegment bytes;
    private final GgufCursor cursor;

    private GgufReader(String place, MemorySegment bytes) {
        this.place = place;
        this.bytes = bytes;
        cursor = new GgufCursor(place, bytes);
    }

    /**
     * Maps the file read-only.
     *
     * @param arena its closing unmaps the tensors
     */
    static GgufFile map(Path file, Arena arena) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return parse(file.toString(), channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    /** @param place the file, for messages */
    static GgufFile parse(String place, MemorySegment bytes) {
        return new GgufReader(place, bytes).read();
    }

    private GgufFile read() {
        if (cursor.u32("the magic number") != MAGIC) {
            throw new InvalidInputException(place + " is not a GGUF file: it does not begin with \"GGUF\"");
        }
        int version = cursor.u32("the version");
        if (version != 2 && version != 3) {
            throw new InvalidInputException(place + ": GGUF versions 2 and 3 are read, this is "
                    + (Integer.reverseBytes(version) <= 3
                            ? "big-endian, which is not"
                            : Integer.toUnsignedString(version)));
        }
        long tensors = cursor.count(MIN_TENSOR_BYTES, "the number of tensors");
        long keys = cursor.count(MIN_KEY_BYTES, "the number of keys");
        GgufMetadata metadata = metadata(keys);
        List<Entry> entries = new ArrayList<>();
        for (long i = 0; i < tensors; i++) {
            entries.add(entry());
        }
        return new GgufFile(place, metadata, tensors(entries, alignment(metadata)));
    }

    private GgufMetadata metadata(long keys) {
        Map<String, GgufMetadata.Value> values = new LinkedHashMap<>();
        for (long i = 0; i < keys; i++) {
            String key = cursor.string("the name of key " + i);
            if (values.putIfAbsent(key, value(key)) != null) {
                throw new InvalidInputException(place + ": key " + key + " is there twice");
            }
        }
        return new GgufMetadata(place, values);
    }

    private GgufMetadata.Value value(String key) {
        ValueType type = valueType(key);
        if (type == ValueType.STRING) {
            return new GgufMetadata.Value(type, false, 1, cursor.text(key));
        }
        if (type != ValueType.ARRAY) {
            return new GgufMetadata.Value(type, false, 1, cursor.take(type.bytes(), key));
        }
        ValueType element = valueType(key);
        if (element == ValueType.ARRAY) {
            throw new InvalidInputException(place + ": " + key + " is a list of lists, which is not read");
        }
        long count = cursor.count(element.bytes(), "the length of " + key);
        long from = cursor.position();
        if (element == ValueType.STRING) {
            cursor.skipTexts(count, key);
        } else {
            cursor.take(count * element.bytes(), key);
        }
        return new GgufMetadata.Value(element, true, count, bytes.asSlice(from, cursor.position() - from));
    }

    private ValueType valueType(String key) {
        int code = cursor.u32("the type of " + key);
        return ValueType.of(code)
                .orElseThrow(() -> new InvalidInputException(place + ": the type of " + key + " must be 0 to "
                        + (ValueType.values().length - 1) + ", got " + Integer.toUnsignedString(code)));
    }

    private int alignment(GgufMetadata metadata) {
        int alignment = metadata.integer("general.alignment", DEFAULT_ALIGNMENT);
        if (Integer.bitCount(alignment) != 1 || alignment < 0 || alignment > MAX_ALIGNMENT) {
            throw new InvalidInputException(place + ": general.alignment must be a power of two of at most "
                    + MAX_ALIGNMENT + ", got " + alignment);
        }
        return alignment;
    }

    /** @param offset from the start of the data; not checked yet */
    private record Entry(String name, GgmlType type, List<Long> shape, long bytes, long offset) {}

    private Entry entry() {
        String name = cursor.string("the name of a tensor");
        String what = "tensor " + name;
        int dimensions = cursor.u32(what);
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw new InvalidInputException(place + ": " + what + " must have 1 to " + MAX_DIMENSIONS
                    + " dimensions, got " + Integer.toUnsignedString(dimensions));
        }
        List<Long> shape = new ArrayList<>();
        for (int d = 0; d < dimensions; d++) {
            shape.add(cursor.u64(what));
        }
        Collections.reverse(shape);
        int code = cursor.u32(what);
        GgmlType type = GgmlType.of(code)
                .orElseThrow(() -> new InvalidInputException(place + ": " + what + " is stored as "
                        + GgmlType.nameOf(code) + "; types that are read: " + Arrays.toString(GgmlType.values())));
        return new Entry(name, type, shape, size(what, type, shape), cursor.u64(what));
    }

    private long size(String what, GgmlType type, List<Long> shape) {
        long row = shape.getLast();
        if (row % type.blockValues() != 0) {
            throw new InvalidInputException(place + ": " + what + " has rows of " + Long.toUnsignedString(row)
                    + " values, " + type + " needs a multiple of " + type.blockValues());
        }
        try {
            long values = 1;
            for (long d : shape) {
                if (d < 1) {
                    throw new ArithmeticException("a dimension of 0, or of 2^63 and more");
                }
                values = Math.multiplyExact(values, d);
            }
            return Math.multiplyExact(values / type.blockValues(), type.blockBytes());
        } catch (ArithmeticException e) {
            throw new InvalidInputException(
                    place + ": " + what + " must have positive dimensions and less than 2^63 bytes, got "
                            + shape.stream().map(Long::toUnsignedString).toList(),
                    e);
        }
    }

    private Map<String, GgufTensor> tensors(List<Entry> entries, int alignment) {
        long start = Math.ceilDiv(cursor.position(), alignment) * alignment;
        long available = Math.max(0, bytes.byteSize() - start);
        Map<String, GgufTensor> tensors = new LinkedHashMap<>();
        for (Entry e : entries) {
            requireInside(e, available, alignment);
            GgufTensor tensor =
                    new GgufTensor(place, e.name, e.type, e.shape, bytes.asSlice(start + e.offset, e.bytes));
            if (tensors.putIfAbsent(e.name, tensor) != null) {
                throw new InvalidInputException(place + ": tensor " + e.name + " is there twice");
            }
        }
        requireApart(entries);
        return tensors;
    }

    private void requireInside(Entry e, long available, int alignment) {
        if (e.offset < 0 || e.offset > available || e.bytes > available - e.offset) {
            throw new InvalidInputException(place + ": tensor " + e.name + " takes " + e.bytes + " bytes from byte "
                    + Long.toUnsignedString(e.offset) + " of the data, of which there are only " + available
                    + " (truncated?)");
        }
        if (e.offset % alignment != 0) {
            throw new InvalidInputException(place + ": tensor " + e.name + " starts at byte " + e.offset
                    + " of the data, which is not a multiple of the alignment, " + alignment);
        }
    }

    private void requireApart(List<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::offset));
        for (int i = 1; i < sorted.size(); i++) {
            Entry before = sorted.get(i - 1);
            Entry e = sorted.get(i);
            if (e.offset - before.offset < before.bytes) {
                throw new InvalidInputException(place + ": tensor " + e.name + " starts at byte " + e.offset
                        + " of the data, inside tensor " + before.name + ", which ends at "
                        + (before.offset + before.bytes));
            }
        }
    }
}
