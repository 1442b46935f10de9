package dev.belay.model.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import dev.belay.model.files.Json;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Writes a safetensors file: header padded to 8 bytes with spaces, tensors in the order given, old file replaced whole. */
public final class SafetensorsWriter {
    private static final int CHUNK_ELEMENTS = 1 << 18;

    private SafetensorsWriter() {}

    /** Writes every tensor in the type it has. */
    public static void write(Path file, List<StoredTensor> tensors, Map<String, String> metadata) {
        write(file, tensors, StoredTensor::type, metadata);
    }

    /**
     * @param storedAs the type to write a tensor in; values are rounded to nearest even where it is narrower
     * @param metadata free text kept in the header; transformers wants {@code format: pt}
     * @throws InvalidInputException when the file cannot be written
     */
    public static void write(
            Path file,
            List<StoredTensor> tensors,
            Function<StoredTensor, TensorType> storedAs,
            Map<String, String> metadata) {
        requireDistinctNames(tensors);
        byte[] header = header(tensors, storedAs, metadata);
        long size = SafetensorsReader.LENGTH_BYTES + header.length;
        for (StoredTensor t : tensors) {
            size += t.elements() * storedAs.apply(t).bytes();
        }
        requireSpace(file, size);
        AtomicFile.write(file, out -> {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeFully(out, length.putLong(header.length).flip());
            writeFully(out, ByteBuffer.wrap(header));
            for (StoredTensor t : tensors) {
                writeData(out, t, storedAs.apply(t));
            }
        });
    }

    private static void requireDistinctNames(List<StoredTensor> tensors) {
        Set<String> names = new HashSet<>();
        for (StoredTensor t : tensors) {
            if (!names.add(t.name()) || t.name().equals(SafetensorsReader.METADATA)) {
                throw new IllegalArgumentException(
                        "tensor names must be distinct and not " + SafetensorsReader.METADATA + ", got " + t.name());
            }
        }
    }

    private static byte[] header(
            List<StoredTensor> tensors, Function<StoredTensor, TensorType> storedAs, Map<String, String> metadata) {
        ObjectNode header = Json.object();
        if (!metadata.isEmpty()) {
            metadata.forEach(header.putObject(SafetensorsReader.METADATA)::put);
        }
        long at = 0;
        for (StoredTensor t : tensors) {
            TensorType type = storedAs.apply(t);
            long end = at + t.elements() * type.bytes();
            ObjectNode entry = header.putObject(t.name()).put("dtype", type.name());
            t.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, Long.BYTES) * Long.BYTES);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    /** Asks before writing: a disk that fills up midway costs minutes and fails other programs too. */
    private static void requireSpace(Path file, long bytes) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            FileStore store = Files.getFileStore(folder);
            long free = store.getUsableSpace();
            if (free < bytes) {
                throw new InvalidInputException(
                        "cannot write " + file + ": it takes " + bytes + " bytes, " + store + " has " + free + " left");
            }
        } catch (IOException e) {
            throw new InvalidInputException("cannot write " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    private static void writeData(FileChannel out, StoredTensor t, TensorType type) throws IOException {
        long elements = t.elements();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = type == t.type() ? t.data() : arena.allocate((long) CHUNK_ELEMENTS * type.bytes());
            for (long from = 0; from < elements; from += CHUNK_ELEMENTS) {
                int n = (int) Math.min(CHUNK_ELEMENTS, elements - from);
                if (type == t.type()) {
                    writeFully(
                            out,
                            t.data()
                                    .asSlice(from * type.bytes(), (long) n * type.bytes())
                                    .asByteBuffer());
                } else {
                    MemorySegment source = t.data().asSlice(from * t.type().bytes());
                    for (int i = 0; i < n; i++) {
                        type.set(buffer, i, t.type().get(source, i));
                    }
                    writeFully(out, buffer.asSlice(0, (long) n * type.bytes()).asByteBuffer());
                }
            }
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
