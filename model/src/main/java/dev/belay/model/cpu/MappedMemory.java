package dev.belay.model.cpu;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Memory straight from the system. Zeroed, and resident only where it was touched. */
final class MappedMemory {
    /** What the system is asked to make the memory of. */
    enum Pages {
        /**
         * For what products read. The matrices of a step are walked in strides of kilobytes: with pages of 4 KiB nearly
         * every row would be another entry of the processor's address cache.
         */
        HUGE,

        /**
         * As the system likes, for what no product reads. The host of a virtual machine may take back what is free, in huge
         * pages, and needs milliseconds to find each again; small ones come from what it left.
         */
        USUAL
    }

    /** Size of a huge page; smaller amounts do not gain. */
    static final long HUGE_BYTES = 2L << 20;

    private static final int READ_WRITE = 1 | 2;
    private static final int PRIVATE_ANONYMOUS = 0x02 | 0x20;
    private static final int ADVISE_HUGE = 14;
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt FLAG = ValueLayout.JAVA_INT;
    private static final MethodHandle MAP =
            bind("mmap", FunctionDescriptor.of(NUMBER, NUMBER, NUMBER, FLAG, FLAG, FLAG, NUMBER));
    private static final MethodHandle UNMAP = bind("munmap", FunctionDescriptor.of(FLAG, NUMBER, NUMBER));
    private static final MethodHandle ADVISE = bind("madvise", FunctionDescriptor.of(FLAG, NUMBER, NUMBER, FLAG));

    private MappedMemory() {}

    /** The address, a multiple of {@link #HUGE_BYTES}. Where the system has no huge pages, small ones serve as well. */
    static long map(long bytes, Pages pages) {
        long size = roundUp(bytes);
        try {
            // A page more than needed is reserved, to align, and what sticks out is given back at once.
            long reserved = (long) MAP.invokeExact(0L, size + HUGE_BYTES, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            if (reserved == -1) {
                throw new OutOfMemoryError("the system has no " + size + " bytes of memory left");
            }
            long address = roundUp(reserved);
            unmapRange(reserved, address - reserved);
            unmapRange(address + size, reserved + HUGE_BYTES - address);
            if (pages == Pages.HUGE) {
                int ignored = (int) ADVISE.invokeExact(address, size, ADVISE_HUGE);
            }
            return address;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("mmap", e);
        }
    }

    /** Gives back what {@link #map} returned for that many bytes. */
    static void unmap(long address, long bytes) {
        unmapRange(address, roundUp(bytes));
    }

    private static void unmapRange(long address, long bytes) {
        if (bytes == 0) {
            return;
        }
        try {
            int status = (int) UNMAP.invokeExact(address, bytes);
            if (status != 0) {
                throw new IllegalStateException("munmap of " + bytes + " bytes failed");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("munmap", e);
        }
    }

    private static long roundUp(long bytes) {
        return Math.ceilDiv(bytes, HUGE_BYTES) * HUGE_BYTES;
    }

    @SuppressWarnings("restricted")
    private static MethodHandle bind(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), descriptor);
    }
}
