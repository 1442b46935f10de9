package dev.belay.model.gguf;

import static dev.belay.model.gguf.PlainBlocks.float16;

/**
 * Blocks of 32 numbers with one scale d, and an offset m where the name ends in 1. The low nibbles of the 16 packed bytes
 * are the first 16 numbers, the high nibbles the other 16; a fifth bit, where there is one, is bit j of a word of 32.
 */
final class SmallBlocks {
    private static final int VALUES = 32;
    private static final int HALF = VALUES / 2;

    private SmallBlocks() {}

    /** d, 16 bytes; w = d (q - 8). */
    static void q4n0(byte[] in, int count, float[] out) {
        for (int b = 0, at = 0, o = 0; b < count; b++, at += 18, o += VALUES) {
            float d = float16(in, at);
            for (int j = 0; j < HALF; j++) {
                int packed = in[at + 2 + j];
                out[o + j] = d * ((packed & 15) - 8);
                out[o + j + HALF] = d * (((packed >> 4) & 15) - 8);
            }
        }
    }

    /** d, m, 16 bytes; w = d q + m. */
    static void q4n1(byte[] in, int count, float[] out) {
        for (int b = 0, at = 0, o = 0; b < count; b++, at += 20, o += VALUES) {
            float d = float16(in, at);
            float m = float16(in, at + 2);
            for (int j = 0; j < HALF; j++) {
                int packed = in[at + 4 + j];
                out[o + j] = d * (packed & 15) + m;
                out[o + j + HALF] = d * ((packed >> 4) & 15) + m;
            }
        }
    }

    /** d, 32 fifth bits, 16 bytes; w = d (q - 16). */
    static void q5n0(byte[] in, int count, float[] out) {
        for (int b = 0, at = 0, o = 0; b < count; b++, at += 22, o += VALUES) {
            float d = float16(in, at);
            int fifths = word(in, at + 2);
            for (int j = 0; j < HALF; j++) {
                int packed = in[at + 6 + j];
                out[o + j] = d * (((packed & 15) | (((fifths >>> j) & 1) << 4)) - 16);
                out[o + j + HALF] = d * ((((packed >> 4) & 15) | (((fifths >>> (j + HALF)) & 1) << 4)) - 16);
            }
        }
    }

    /** d, m, 32 fifth bits, 16 bytes; w = d q + m. */
    static void q5n1(byte[] in, int count, float[] out) {
        for (int b = 0, at = 0, o = 0; b < count; b++, at += 24, o += VALUES) {
            float d = float16(in, at);
            float m = float16(in, at + 2);
            int fifths = word(in, at + 4);
            for (int j = 0; j < HALF; j++) {
                int packed = in[at + 8 + j];
                out[o + j] = d * ((packed & 15) | (((fifths >>> j) & 1) << 4)) + m;
                out[o + j + HALF] = d * (((packed >> 4) & 15) | (((fifths >>> (j + HALF)) & 1) << 4)) + m;
            }
        }
    }

    /** d, 32 signed bytes; w = d q. */
    static void q8n0(byte[] in, int count, float[] out) {
        for (int b = 0, at = 0, o = 0; b < count; b++, at += 34, o += VALUES) {
            float d = float16(in, at);
            for (int j = 0; j < VALUES; j++) {
                out[o + j] = d * in[at + 2 + j];
            }
        }
    }

    private static int word(byte[] in, int at) {
        return (in[at] & 0xFF) | ((in[at + 1] & 0xFF) << 8) | ((in[at + 2] & 0xFF) << 16) | (in[at + 3] << 24);
    }
}
