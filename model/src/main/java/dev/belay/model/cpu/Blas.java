package dev.belay.model.cpu;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** {@code sgemm} of the bundled OpenBLAS, called without going through libtorch's dispatcher. Row-major. */
final class Blas {
    private static final int ROW_MAJOR = 101;
    private static final int PLAIN = 111;
    private static final int TRANSPOSED = 112;
    private static final MethodHandle SGEMM = bind();

    private Blas() {}

    /** C (m, n) = alpha·A (m, k) · B (k, n) + beta·C. */
    static void multiply(
            int m, int n, int k, float alpha, long a, int lda, long b, int ldb, float beta, long c, int ldc) {
        call(PLAIN, PLAIN, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    /** C (m, n) = alpha·A (m, k) · B (n, k)ᵀ + beta·C. */
    static void multiplyTransposed(
            int m, int n, int k, float alpha, long a, int lda, long b, int ldb, float beta, long c, int ldc) {
        call(PLAIN, TRANSPOSED, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    /** C (m, n) = alpha·A (k, m)ᵀ · B (k, n) + beta·C. */
    static void transposedMultiply(
            int m, int n, int k, float alpha, long a, int lda, long b, int ldb, float beta, long c, int ldc) {
        call(TRANSPOSED, PLAIN, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    /** C (m, n) = alpha·A (k, m)ᵀ · B (n, k)ᵀ + beta·C. */
    static void bothTransposedMultiply(
            int m, int n, int k, float alpha, long a, int lda, long b, int ldb, float beta, long c, int ldc) {
        call(TRANSPOSED, TRANSPOSED, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    private static void call(
            int transposeA,
            int transposeB,
            int m,
            int n,
            int k,
            float alpha,
            long a,
            int lda,
            long b,
            int ldb,
            float beta,
            long c,
            int ldc) {
        if (m == 0 || n == 0 || k == 0) {
            return;
        }
        try {
            SGEMM.invokeExact(ROW_MAJOR, transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cblas_sgemm", e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle bind() {
        MemoryLayout integer = ValueLayout.JAVA_INT;
        MemoryLayout number = ValueLayout.JAVA_FLOAT;
        MemoryLayout address = ValueLayout.JAVA_LONG;
        return NativeRuntime.linker()
                .downcallHandle(
                        NativeRuntime.blas().find("cblas_sgemm").orElseThrow(),
                        FunctionDescriptor.ofVoid(
                                integer, integer, integer, integer, integer, integer, number, address, integer, address,
                                integer, number, address, integer),
                        Linker.Option.critical(false));
    }
}
