package dev.belay.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.model.RandomKey;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTypeTest {
    // bf16 keeps 8 bits: between 1 and 2 the step is 2^-7 = 0.0078125; ties go to the even last bit.
    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0",
        "1.00390625, 1.0", // 1 + 2^-8, tie between 1 and 1 + 2^-7: even is 1
        "1.01171875, 1.015625", // 1 + 3 * 2^-8, tie between 1 + 2^-7 and 1 + 2^-6: even is 1 + 2^-6
        "1.004, 1.0078125",
        "-1.004, -1.0078125",
        "3.39e38, 3.3895314e38",
        "3.4028235e38, Infinity",
        "1e-45, 0.0",
        "NaN, NaN"
    })
    void bf16_rounding_isToNearestEven(float value, float stored) {
        MemorySegment data = MemorySegment.ofArray(new byte[2]);
        TensorType.BF16.set(data, 0, value);
        // Boxed, so that NaN equals NaN.
        assertThat(TensorType.BF16.get(data, 0)).isEqualTo(Float.valueOf(stored));
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void get_everyBitPattern_survivesARoundTrip(TensorType type) {
        MemorySegment data = MemorySegment.ofArray(new byte[4]);
        for (int bits = 0; bits < 1 << 16; bits++) {
            data.set(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 0, type == TensorType.F32 ? bits << 16 : bits);
            float value = type.get(data, 0);
            type.set(data, 0, value);
            assertThat(type.get(data, 0)).isEqualTo(Float.valueOf(value));
        }
    }

    @ParameterizedTest
    @EnumSource(TensorType.class)
    void firstNonFinite_oneBadNumberAnywhere_isFound(TensorType type) {
        for (int n = 0; n < 20; n++) {
            MemorySegment data = random(type, n);
            assertThat(type.firstNonFinite(data, n)).isEqualTo(-1);
            for (int bad = 0; bad < n; bad++) {
                float good = type.get(data, bad);
                for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                    type.set(data, bad, value);
                    assertThat(type.firstNonFinite(data, n))
                            .as("%d of %d", bad, n)
                            .isEqualTo(bad);
                }
                type.set(data, bad, good);
            }
        }
    }

    @Test
    void firstNonFinite_largestNumbers_areFinite() {
        MemorySegment data = MemorySegment.ofArray(new byte[8]);
        TensorType.F16.set(data, 0, 65504);
        TensorType.F16.set(data, 1, -65504);
        assertThat(TensorType.F16.firstNonFinite(data, 4)).isEqualTo(-1);
        TensorType.F32.set(data, 0, Float.MAX_VALUE);
        TensorType.F32.set(data, 1, -Float.MAX_VALUE);
        assertThat(TensorType.F32.firstNonFinite(data, 2)).isEqualTo(-1);
    }

    private static MemorySegment random(TensorType type, int n) {
        MemorySegment data = MemorySegment.ofArray(new byte[n * type.bytes()]);
        for (int i = 0; i < n; i++) {
            type.set(data, i, (float) (RandomKey.of(n).uniform(i) * 2000 - 1000));
        }
        return data;
    }
}
