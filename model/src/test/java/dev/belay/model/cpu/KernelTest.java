package dev.belay.model.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.Device;
import dev.belay.model.InvalidInputException;
import dev.belay.model.RandomKey;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** The kernels against loops one would write first. */
class KernelTest {
    private static float[] values(long seed, int n) {
        RandomKey key = RandomKey.of(seed);
        float[] v = new float[n];
        for (int i = 0; i < n; i++) {
            v[i] = (float) (2 * key.uniform(i) - 1);
        }
        return v;
    }

    @Test
    void shifted_wholeRange_agreesWithMathExp() {
        Exp exp = new Exp();
        for (int n : new int[] {1, 7, 64, 1000}) {
            float[] x = values(n, n);
            float[] y = x.clone();
            for (int j = 0; j < n; j++) {
                x[j] *= 85;
                y[j] = x[j];
            }
            exp.shifted(y, 1, 0, n);
            for (int j = 0; j < n; j++) {
                assertThat(y[j] / Math.exp(x[j])).isCloseTo(1, within(3e-7));
            }
        }
        float[] edge = {0, -1000, 1000};
        exp.shifted(edge, 1, 0, 3);
        assertThat(edge[0]).isEqualTo(1);
        assertThat(edge[1]).isBetween(0f, 1e-37f);
        assertThat(edge[2]).isGreaterThan(1e38f).isLessThan(Float.POSITIVE_INFINITY);
    }

    @Test
    void multiply_anySizes_agreesWithThreeLoops() {
        for (int[] size : new int[][] {{1, 1, 1}, {3, 70, 5}, {70, 64, 64}, {130, 129, 600}, {64, 200, 33}}) {
            int rows = size[0];
            int columns = size[1];
            int depth = size[2];
            float[] x = values(1, rows * depth);
            float[] w = values(2, columns * depth);
            try (FloatMemory a = new FloatMemory(x.length);
                    FloatMemory b = new FloatMemory(w.length);
                    FloatMemory c = new FloatMemory((long) rows * columns);
                    FloatMemory memory = new FloatMemory(PackedMatrix.floats(depth, columns))) {
                PackedMatrix packed = new PackedMatrix(depth, columns, memory.address());
                FloatMemory.store(x, a.address(), x.length);
                FloatMemory.store(w, b.address(), w.length);
                for (int t = 0; t < packed.tiles(); t++) {
                    packed.packTransposed(b.address(), t);
                }
                packed.multiply(a.address(), depth, rows, false, c.address(), columns);
                packed.multiply(a.address(), depth, rows, true, c.address(), columns);
                float[] y = new float[rows * columns];
                FloatMemory.load(c.address(), y, y.length);
                for (int r = 0; r < rows; r++) {
                    for (int j = 0; j < columns; j++) {
                        double sum = 0;
                        for (int k = 0; k < depth; k++) {
                            sum += 2.0 * x[r * depth + k] * w[j * depth + k];
                        }
                        assertThat((double) y[r * columns + j]).isCloseTo(sum, within(1e-4));
                    }
                }
            }
        }
    }

    @Test
    void dotSumMax_anyLength_agreeWithOneLoop() {
        for (int n : new int[] {1, 3, 8, 13, 100}) {
            float[] a = values(3, n);
            float[] b = values(4, n);
            double dot = 0;
            double sum = 0;
            float max = Float.NEGATIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                dot += (double) a[j] * b[j];
                sum += a[j];
                max = Math.max(max, a[j]);
            }
            assertThat((double) RowKernels.dot(a, b, n)).isCloseTo(dot, within(1e-5));
            assertThat(Exp.sum(a, 0, n)).isCloseTo(sum, within(1e-6));
            assertThat(Exp.max(a, n)).isEqualTo(max);
        }
    }

    @Test
    void run_manyJobs_everyTaskOnce() {
        try (Workers workers = new Workers(3)) {
            for (int job = 0; job < 200; job++) {
                AtomicIntegerArray ran = new AtomicIntegerArray(job % 17);
                workers.run(ran.length(), (i, worker) -> {
                    assertThat(worker).isBetween(0, 2);
                    ran.incrementAndGet(i);
                });
                for (int i = 0; i < ran.length(); i++) {
                    assertThat(ran.get(i)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void run_taskThrows_callerSeesIt() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.run(10, (i, worker) -> {
                        if (i == 7) {
                            throw new IllegalStateException("seven");
                        }
                    }))
                    .hasMessage("seven");
        }
    }

    @Test
    void require_cudaWithoutCuda_isAnError() {
        assertThatThrownBy(() -> NativeRuntime.require(Device.CUDA))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cuda");
    }
}
