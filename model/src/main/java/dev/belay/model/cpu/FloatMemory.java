package dev.belay.model.cpu;

import dev.belay.model.cpu.MappedMemory.Pages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Memory for fp32 numbers outside the Java heap that grows when asked for more. Its address changes when it grows and
 * its content is then lost; ask for {@link #address} after every {@link #ensure}.
 */
final class FloatMemory implements AutoCloseable {
    private static final int CACHE_LINE_BYTES = 64;

    /** All of the address space, so that kernels can work with plain addresses. */
    @SuppressWarnings("restricted")
    private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final Pages pages;
    private @Nullable Arena arena;
    private long address;
    private long capacity;
    private long mappedBytes;

    FloatMemory() {
        this(Pages.HUGE);
    }

    FloatMemory(long floats) {
        this();
        ensure(floats);
    }

    /** @param pages what large amounts are made of */
    FloatMemory(Pages pages) {
        this.pages = pages;
    }

    /** Makes room for at least this many numbers and returns the address. */
    long ensure(long floats) {
        if (floats > capacity || !open()) {
            close();
            allocate(floats);
            capacity = floats;
        }
        return address;
    }

    private void allocate(long floats) {
        long bytes = floats * Float.BYTES;
        if (bytes >= MappedMemory.HUGE_BYTES) {
            address = MappedMemory.map(bytes, pages);
            mappedBytes = bytes;
        } else {
            Arena fresh = Arena.ofShared();
            address = fresh.allocate(Math.max(bytes, CACHE_LINE_BYTES), CACHE_LINE_BYTES)
                    .address();
            arena = fresh;
        }
    }

    long address() {
        return address;
    }

    /** Bytes it holds now. */
    long bytes() {
        return capacity * Float.BYTES;
    }

    /** Bytes that several hold now. */
    static long sum(FloatMemory... each) {
        long sum = 0;
        for (FloatMemory memory : each) {
            sum += memory.bytes();
        }
        return sum;
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
            arena = null;
        }
        if (mappedBytes > 0) {
            MappedMemory.unmap(address, mappedBytes);
            mappedBytes = 0;
        }
        capacity = 0;
    }

    private boolean open() {
        return arena != null || mappedBytes > 0;
    }

    static void load(long from, float[] to, int count) {
        MemorySegment.copy(EVERYTHING, ValueLayout.JAVA_FLOAT_UNALIGNED, from, to, 0, count);
    }

    static void load(long from, float[] to, int at, int count) {
        MemorySegment.copy(EVERYTHING, ValueLayout.JAVA_FLOAT_UNALIGNED, from, to, at, count);
    }

    static void store(float[] from, long to, int count) {
        MemorySegment.copy(from, 0, EVERYTHING, ValueLayout.JAVA_FLOAT_UNALIGNED, to, count);
    }

    static void store(float[] from, int at, long to, int count) {
        MemorySegment.copy(from, at, EVERYTHING, ValueLayout.JAVA_FLOAT_UNALIGNED, to, count);
    }

    /** Copies the bits of floats into ints. */
    static void reinterpret(float[] from, int[] to, int count) {
        MemorySegment.copy(MemorySegment.ofArray(from), 0, MemorySegment.ofArray(to), 0, (long) count * Float.BYTES);
    }

    /** Copies the bits of ints into floats. */
    static void reinterpret(int[] from, float[] to, int count) {
        MemorySegment.copy(MemorySegment.ofArray(from), 0, MemorySegment.ofArray(to), 0, (long) count * Float.BYTES);
    }

    static void copy(long from, long to, long count) {
        MemorySegment.copy(EVERYTHING, from, EVERYTHING, to, count * Float.BYTES);
    }

    static void zero(long at, long count) {
        EVERYTHING.asSlice(at, count * Float.BYTES).fill((byte) 0);
    }

    static float get(long at) {
        return EVERYTHING.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
    }

    static void set(long at, float value) {
        EVERYTHING.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, value);
    }

    /** The memory of {@code count} numbers as a segment, for bulk input and output. */
    static MemorySegment segment(long at, long count) {
        return EVERYTHING.asSlice(at, count * Float.BYTES);
    }
}
