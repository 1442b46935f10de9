package dev.belay.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import dev.belay.model.files.Json;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Maps a safetensors file into memory and checks everything its header claims before handing out a single tensor.
 *
 * <p>Layout: the length N of the header as eight bytes, N bytes of JSON ({@code name -> dtype, shape, data_offsets}), then
 * the data, in which the tensors follow one another without gaps or overlaps. A file that says otherwise is refused with
 * the tensor and the rule; nothing is read outside the file whatever the header says.
 */
public final class SafetensorsReader {
    static final long LENGTH_BYTES = Long.BYTES;
    static final String METADATA = "__metadata__";

    /** The limit of the reference implementation; larger ones are attacks or mistakes. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private SafetensorsReader() {}

    /**
     * Maps the file read-only: neither Java nor native code may write to the tensors.
     *
     * @param arena its closing unmaps the tensors
     * @return in the order of the data
     */
    public static List<StoredTensor> map(Path file, Arena arena) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return parse(file.toString(), channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    /** @param file the place for messages */
    static List<StoredTensor> parse(String file, MemorySegment bytes) {
        if (bytes.byteSize() < LENGTH_BYTES) {
            throw new InvalidInputException(
                    file + ": a safetensors file starts with an 8-byte header length, this one has only "
                            + bytes.byteSize() + " bytes");
        }
        long length = bytes.get(LENGTH, 0);
        if (length < 0 || length > MAX_HEADER_BYTES) {
            throw new InvalidInputException(file + ": the header may have at most " + MAX_HEADER_BYTES
                    + " bytes, it claims " + Long.toUnsignedString(length));
        }
        if (length > bytes.byteSize() - LENGTH_BYTES) {
            throw new InvalidInputException(file + ": the header claims " + length + " bytes, the file has only "
                    + (bytes.byteSize() - LENGTH_BYTES) + " after the header length (truncated?)");
        }
        ObjectNode header = Json.parseObject(bytes.asSlice(LENGTH_BYTES, length).asByteBuffer(), file + ": the header");
        MemorySegment data = bytes.asSlice(LENGTH_BYTES + length);
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (!field.getKey().equals(METADATA)) {
                entries.add(Entry.of(file + ": tensor " + field.getKey(), field.getKey(), field.getValue()));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        requireCoverage(file, entries, data.byteSize());
        return entries.stream()
                .map(e -> new StoredTensor(e.name, e.type, e.shape, data.asSlice(e.begin, e.end - e.begin)))
                .toList();
    }

    private static void requireCoverage(String file, List<Entry> entries, long dataBytes) {
        long at = 0;
        for (Entry e : entries) {
            if (e.end > dataBytes) {
                throw new InvalidInputException(file + ": tensor " + e.name + " ends at byte " + e.end
                        + " of the data, of which there are only " + dataBytes + " (truncated?)");
            }
            if (e.begin != at) {
                throw new InvalidInputException(file + ": tensor " + e.name + " starts at byte " + e.begin
                        + " of the data, the one before ends at " + at
                        + "; tensors must neither overlap nor leave gaps");
            }
            at = e.end;
        }
        if (at != dataBytes) {
            throw new InvalidInputException(
                    file + ": the tensors take " + at + " bytes, the file has " + dataBytes + " of data");
        }
    }

    private record Entry(String name, TensorType type, List<Long> shape, long begin, long end) {
        static Entry of(String place, String name, JsonNode value) {
            if (!(value instanceof ObjectNode)) {
                throw new InvalidInputException(place + ": must be an object, got " + Json.kind(value));
            }
            TensorType type = type(place, value.path("dtype"));
            List<Long> shape = wholeNumbers(place, "shape", value.path("shape"));
            List<Long> offsets = wholeNumbers(place, "data_offsets", value.path("data_offsets"));
            if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
                throw new InvalidInputException(
                        place + ": data_offsets must be [begin, end] with begin at most end, got " + offsets);
            }
            long begin = offsets.get(0);
            long end = offsets.get(1);
            if (end - begin != bytes(place, type, shape)) {
                throw new InvalidInputException(place + ": shape " + shape + " of " + type.name() + " takes "
                        + bytes(place, type, shape) + " bytes, data_offsets " + offsets + " give " + (end - begin));
            }
            return new Entry(name, type, shape, begin, end);
        }

        private static TensorType type(String place, JsonNode dtype) {
            for (TensorType type : TensorType.values()) {
                if (dtype.isTextual() && type.name().equals(dtype.textValue())) {
                    return type;
                }
            }
            throw new InvalidInputException(place + ": dtype must be one of "
                    + Arrays.stream(TensorType.values()).map(TensorType::name).toList()
                    + ", got " + Json.kind(dtype));
        }

        private static List<Long> wholeNumbers(String place, String key, JsonNode list) {
            if (!list.isArray()) {
                throw new InvalidInputException(
                        place + ": " + key + " must be a list of whole numbers, got " + Json.kind(list));
            }
            List<Long> numbers = new ArrayList<>(list.size());
            for (JsonNode n : list) {
                if (!n.isIntegralNumber() || !n.canConvertToLong() || n.longValue() < 0) {
                    throw new InvalidInputException(
                            place + ": " + key + " must hold whole numbers of at least 0, got " + Json.kind(n));
                }
                numbers.add(n.longValue());
            }
            return numbers;
        }

        private static long bytes(String place, TensorType type, List<Long> shape) {
            try {
                long n = type.bytes();
                for (long d : shape) {
                    n = Math.multiplyExact(n, d);
                }
                return n;
            } catch (ArithmeticException e) {
                throw new InvalidInputException(place + ": shape " + shape + " has more than 2^63 bytes", e);
            }
        }
    }
}
