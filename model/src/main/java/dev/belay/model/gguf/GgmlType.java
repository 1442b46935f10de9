package dev.belay.model.gguf;

import java.util.List;
import java.util.Optional;

/**
 * How a tensor's numbers are stored: in blocks of a fixed number of values, each with its own scale.
 *
 * <p>Source of the layouts: {@code ggml-common.h} and {@code ggml-quants.c} of ggml. Deviation: products and sums are
 * rounded to fp32 one by one, in the order of the reference, so results equal it bit for bit.
 */
public enum GgmlType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18),
    Q4_1(3, 32, 20),
    Q5_0(6, 32, 22),
    Q5_1(7, 32, 24),
    Q8_0(8, 32, 34),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    BF16(30, 1, 2);

    private static final List<GgmlType> ALL = List.of(values());

    /** Names of types that are known and not read, by code, for messages. */
    private static final List<String> UNREAD = List.of(
            "9 Q8_1",
            "10 Q2_K",
            "11 Q3_K",
            "15 Q8_K",
            "16 IQ2_XXS",
            "17 IQ2_XS",
            "18 IQ3_XXS",
            "19 IQ1_S",
            "20 IQ4_NL",
            "21 IQ3_S",
            "22 IQ2_S",
            "23 IQ4_XS",
            "24 I8",
            "25 I16",
            "26 I32",
            "27 I64",
            "28 F64",
            "29 IQ1_M",
            "34 TQ1_0",
            "35 TQ2_0",
            "39 MXFP4");

    private final int code;
    private final int blockValues;
    private final int blockBytes;

    GgmlType(int code, int blockValues, int blockBytes) {
        this.code = code;
        this.blockValues = blockValues;
        this.blockBytes = blockBytes;
    }

    static Optional<GgmlType> of(int code) {
        for (GgmlType type : ALL) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** What a message calls a type that is not read. */
    static String nameOf(int code) {
        String prefix = code + " ";
        return UNREAD.stream()
                .filter(type -> type.startsWith(prefix))
                .map(type -> type.substring(prefix.length()))
                .findFirst()
                .orElse("type " + Integer.toUnsignedString(code));
    }

    /** The number that stands for the type in a file. */
    int code() {
        return code;
    }

    /** Values in a block; a row is a whole number of blocks. */
    public int blockValues() {
        return blockValues;
    }

    /** Bytes of a block. */
    public int blockBytes() {
        return blockBytes;
    }

    /**
     * Decodes whole blocks.
     *
     * @param blocks at least {@code count} blocks
     * @param out at least {@code count} times {@link #blockValues}
     */
    void decode(byte[] blocks, int count, float[] out) {
        switch (this) {
            case F32 -> PlainBlocks.f32(blocks, count, out);
            case F16 -> PlainBlocks.f16(blocks, count, out);
            case BF16 -> PlainBlocks.bf16(blocks, count, out);
            case Q4_0 -> SmallBlocks.q4n0(blocks, count, out);
            case Q4_1 -> SmallBlocks.q4n1(blocks, count, out);
            case Q5_0 -> SmallBlocks.q5n0(blocks, count, out);
            case Q5_1 -> SmallBlocks.q5n1(blocks, count, out);
            case Q8_0 -> SmallBlocks.q8n0(blocks, count, out);
            case Q4_K -> SuperBlocks.q4k(blocks, count, out);
            case Q5_K -> SuperBlocks.q5k(blocks, count, out);
            case Q6_K -> SuperBlocks.q6k(blocks, count, out);
        }
    }
}
