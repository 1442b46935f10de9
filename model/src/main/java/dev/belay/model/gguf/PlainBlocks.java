package dev.belay.model.gguf;

/** Numbers that are stored one by one, little-endian. */
final class PlainBlocks {
    private PlainBlocks() {}

    static void f32(byte[] in, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = Float.intBitsToFloat(half(in, 4 * i) | (half(in, 4 * i + 2) << 16));
        }
    }

    static void f16(byte[] in, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = float16(in, 2 * i);
        }
    }

    static void bf16(byte[] in, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = Float.intBitsToFloat(half(in, 2 * i) << 16);
        }
    }

    /** The fp16 number at a byte. */
    static float float16(byte[] in, int at) {
        return Float.float16ToFloat((short) half(in, at));
    }

    private static int half(byte[] in, int at) {
        return (in[at] & 0xFF) | ((in[at + 1] & 0xFF) << 8);
    }
}
