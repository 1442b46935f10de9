package dev.belay.model.gguf;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes GGUF files by hand, right or wrong. */
final class GgufBytes {
    static final int U32 = 4;
    static final int F32 = 6;
    static final int STRING = 8;
    static final int ARRAY = 9;

    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private final ByteArrayOutputStream keys = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private long keyCount;
    private long tensorCount;

    static byte[] u32(long n) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) n)
                .array();
    }

    static byte[] u64(long n) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(n).array();
    }

    static byte[] text(String s) {
        byte[] utf8 = s.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + utf8.length)
                .put(u64(utf8.length))
                .put(utf8)
                .array();
    }

    GgufBytes key(String name, int type, byte[] value) {
        keyCount++;
        keys.writeBytes(text(name));
        keys.writeBytes(u32(type));
        keys.writeBytes(value);
        return this;
    }

    /** @param shape fastest dimension first, as in the file */
    GgufBytes tensor(String name, List<Long> shape, int type, long offset) {
        tensorCount++;
        tensors.writeBytes(text(name));
        tensors.writeBytes(u32(shape.size()));
        shape.forEach(d -> tensors.writeBytes(u64(d)));
        tensors.writeBytes(u32(type));
        tensors.writeBytes(u64(offset));
        return this;
    }

    byte[] file(int dataBytes) {
        return file(3, tensorCount, keyCount, dataBytes);
    }

    byte[] file(int version, long tensorsClaimed, long keysClaimed, int dataBytes) {
        header.reset();
        header.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        header.writeBytes(u32(version));
        header.writeBytes(u64(tensorsClaimed));
        header.writeBytes(u64(keysClaimed));
        header.writeBytes(keys.toByteArray());
        header.writeBytes(tensors.toByteArray());
        while (header.size() % 32 != 0) {
            header.write(0);
        }
        header.writeBytes(new byte[dataBytes]);
        return header.toByteArray();
    }

    static GgufFile parse(byte[] file) {
        return GgufReader.parse("x.gguf", MemorySegment.ofArray(file));
    }
}
