package dev.belay.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GgmlTypeTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "parity", "gguf", "blocks.json");

    private static final short ONE = 0x3C00;
    private static final short TWO = 0x4000;
    private static final short HALF = 0x3800;

    private static ByteBuffer block(GgmlType type) {
        return ByteBuffer.allocate(type.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] decode(GgmlType type, ByteBuffer block) {
        float[] out = new float[type.blockValues()];
        byte[] raw = new byte[type.blockBytes()];
        block.get(0, raw);
        type.decode(raw, 1, out);
        return out;
    }

    @Test
    void plainTypes_holdOneNumberABlock() {
        assertThat(decode(GgmlType.F32, block(GgmlType.F32).putFloat(-0.1f))).containsExactly(-0.1f);
        assertThat(decode(GgmlType.F16, block(GgmlType.F16).putShort(HALF))).containsExactly(0.5f);
        assertThat(decode(GgmlType.BF16, block(GgmlType.BF16).putShort((short) 0xBF80)))
                .containsExactly(-1f);
    }

    @Test
    void q4n0_isScaleTimesNibbleLessEight() {
        // d = 2; byte 0 is 0xF0: number 0 is 2 (0 - 8), number 16 is 2 (15 - 8).
        ByteBuffer b = block(GgmlType.Q4_0).putShort(TWO).put((byte) 0xF0);
        assertThat(decode(GgmlType.Q4_0, b)).startsWith(-16, -16).contains(14, org.assertj.core.data.Index.atIndex(16));
    }

    @Test
    void q4n1_isScaleTimesNibblePlusOffset() {
        // d = 2, m = 1; byte 15 is 0x3A: number 15 is 2 * 10 + 1, number 31 is 2 * 3 + 1.
        ByteBuffer b = block(GgmlType.Q4_1).putShort(TWO).putShort(ONE).put(19, (byte) 0x3A);
        float[] w = decode(GgmlType.Q4_1, b);
        assertThat(w[15]).isEqualTo(21);
        assertThat(w[31]).isEqualTo(7);
        assertThat(w[0]).isEqualTo(1);
    }

    @Test
    void q5n0_takesTheFifthBitFromAWord() {
        // d = 1, bits 1 and 31 set: number 1 is (16 + 0) - 16, number 31 is (16 + 15) - 16, the rest 0 - 16.
        ByteBuffer b = block(GgmlType.Q5_0).putShort(ONE).putInt(0x80000002).put(21, (byte) 0xF0);
        float[] w = decode(GgmlType.Q5_0, b);
        assertThat(w[0]).isEqualTo(-16);
        assertThat(w[1]).isEqualTo(0);
        assertThat(w[31]).isEqualTo(15);
        assertThat(w[15]).isEqualTo(-16);
    }

    @Test
    void q5n1_hasAnOffsetInstead() {
        ByteBuffer b =
                block(GgmlType.Q5_1).putShort(TWO).putShort(HALF).putInt(1).put((byte) 0x21);
        float[] w = decode(GgmlType.Q5_1, b);
        assertThat(w[0]).isEqualTo(2 * 17 + 0.5f);
        assertThat(w[16]).isEqualTo(2 * 2 + 0.5f);
        assertThat(w[1]).isEqualTo(0.5f);
    }

    @Test
    void q8n0_isScaleTimesSignedByte() {
        ByteBuffer b = block(GgmlType.Q8_0).putShort(HALF).put((byte) -128).put(33, (byte) 127);
        float[] w = decode(GgmlType.Q8_0, b);
        assertThat(w[0]).isEqualTo(-64);
        assertThat(w[31]).isEqualTo(63.5f);
    }

    @Test
    void q4k_hasEightGroupsWithScaleAndMinimumOfSixBits() {
        // d = 2, dmin = 1. Group 0: scale 3, minimum 5. Group 4: its scale is the low nibble of byte 8, 7, and the
        // upper
        // bits of byte 0, 2: 7 + 32; its minimum the high nibble, 1, and the upper bits of byte 4, 1: 1 + 16.
        ByteBuffer b = block(GgmlType.Q4_K).putShort(TWO).putShort(ONE);
        b.put(4, (byte) (3 | (2 << 6))).put(8, (byte) (5 | (1 << 6))).put(12, (byte) (7 | (1 << 4)));
        b.put(16, (byte) 9).put(16 + 64, (byte) 4);
        float[] w = decode(GgmlType.Q4_K, b);
        assertThat(w[0]).isEqualTo(2 * 3 * 9 - 5);
        assertThat(w[1]).isEqualTo(-5);
        assertThat(w[128]).isEqualTo(2 * 39 * 4 - 17);
        assertThat(w[32]).isZero();
    }

    @Test
    void q5k_takesTheFifthBitOfItsGroup() {
        // As Q4_K, with 32 bytes more: bit g of byte j belongs to number j of group g.
        ByteBuffer b = block(GgmlType.Q5_K).putShort(TWO).putShort(ONE);
        b.put(4, (byte) 3).put(5, (byte) 2).put(16, (byte) 0b11).put(48, (byte) 0x61);
        float[] w = decode(GgmlType.Q5_K, b);
        assertThat(w[0]).isEqualTo(2 * 3 * 17);
        assertThat(w[32]).isEqualTo(2 * 2 * 22);
        assertThat(w[64]).isZero();
    }

    @Test
    void q6k_joinsNibbleAndTwoBits() {
        // d = 1/2. Number 0: nibble 5, bits 3, scale 2: (5 + 48 - 32) * 2 / 2. Number 64: high nibble 6, bits 1, scale
        // 4 -> -2.
        ByteBuffer b = block(GgmlType.Q6_K);
        b.put(0, (byte) 0x65)
                .put(128, (byte) (3 | (1 << 4)))
                .put(192, (byte) 2)
                .put(196, (byte) -2)
                .putShort(208, HALF);
        float[] w = decode(GgmlType.Q6_K, b);
        assertThat(w[0]).isEqualTo(21);
        assertThat(w[64]).isEqualTo(-0.5f * 2 * (6 + 16 - 32));
        assertThat(w[1]).isEqualTo(-32);
    }

    @ParameterizedTest
    @EnumSource
    void decode_randomBlocks_equalsPythonBitForBit(GgmlType type) throws IOException {
        JsonNode golden = new ObjectMapper().readTree(GOLDEN.toFile()).get(type.name());
        byte[] blocks = Base64.getDecoder().decode(golden.get("blocks").textValue());
        ByteBuffer expected = ByteBuffer.wrap(
                        Base64.getDecoder().decode(golden.get("fp32").textValue()))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[expected.remaining() / Float.BYTES];
        type.decode(blocks, blocks.length / type.blockBytes(), values);
        for (float value : values) {
            assertThat(value).isEqualTo(expected.getFloat());
        }
    }

    @Test
    void nameOf_typeThatIsNotRead_isTheNameUsersKnow() {
        assertThat(GgmlType.of(10)).isEmpty();
        assertThat(GgmlType.nameOf(10)).isEqualTo("Q2_K");
        assertThat(GgmlType.nameOf(-1)).isEqualTo("type 4294967295");
    }
}
