package dev.belay.model.cpu;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Products of small row-major blocks by libtorch's {@code at::native::cpublas::brgemm}, which runs a kernel oneDNN has
 * compiled for exactly these sizes. Unlike {@code sgemm} it copies nothing first, and so is two to three times as fast
 * for the few rows of a decoding step. Where libtorch lacks it, {@code sgemm} does the work.
 *
 * <p>A kernel is made for every combination of sizes a thread meets and is never dropped: callers cut their work into
 * blocks of bounded sizes, at most {@value #WIDTH} columns wide. Rows of B that lie a power of two of 4 KiB apart fall
 * into the same cache sets, so B should be packed.
 */
final class BlockGemm {
    /** Columns of a block. */
    static final int WIDTH = 64;

    /** Lengths that grow token by token are rounded up to a multiple of this, so that few kernels serve them all. */
    private static final int STEP = 16;

    private static final String SYMBOL = "_ZN2at6native7cpublas6brgemmEllllllbPKfS3_Pfb";
    private static final @Nullable MethodHandle BRGEMM = bind();

    private BlockGemm() {}

    /** The columns to compute of block {@code b} when {@code length} are of use: all but in the last block, a multiple of 16. */
    static int blockColumns(int b, int length) {
        return Math.min(WIDTH, roundUp(length) - b * WIDTH);
    }

    /** The smallest multiple of 16 that is not below. */
    static int roundUp(int length) {
        return Math.ceilDiv(length, STEP) * STEP;
    }

    /** C (m, n) = A (m, k) · B (k, n), added to what C holds if {@code add}. */
    static void multiply(int m, int n, int k, long a, int lda, long b, int ldb, boolean add, long c, int ldc) {
        if (m < 1 || n < 1 || k < 1 || lda < k || ldb < n || ldc < n) {
            // Beyond this line a wrong size ends the process.
            throw new IllegalArgumentException(
                    "block sizes " + m + " " + n + " " + k + " do not fit strides " + lda + " " + ldb + " " + ldc);
        }
        if (BRGEMM == null) {
            Blas.multiply(m, n, k, 1, a, lda, b, ldb, add ? 1 : 0, c, ldc);
            return;
        }
        try {
            BRGEMM.invokeExact((long) m, (long) n, (long) k, (long) lda, (long) ldb, (long) ldc, add, a, b, c, false);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("brgemm", e);
        }
    }

    /** The symbol exists on every machine but throws, fatally, where the processor lacks AVX2. */
    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle bind() {
        Optional<SymbolLookup> torch = NativeRuntime.torchWithAvx2();
        return torch.flatMap(symbols -> symbols.find(SYMBOL))
                .map(symbol ->
                        NativeRuntime.linker().downcallHandle(symbol, descriptor(), Linker.Option.critical(false)))
                .orElse(null);
    }

    private static FunctionDescriptor descriptor() {
        ValueLayout.OfLong number = ValueLayout.JAVA_LONG;
        ValueLayout.OfBoolean flag = ValueLayout.JAVA_BOOLEAN;
        return FunctionDescriptor.ofVoid(
                number, number, number, number, number, number, flag, number, number, number, flag);
    }
}
