package dev.belay.model.gguf;

import static dev.belay.model.gguf.PlainBlocks.float16;

/** Blocks of 256 numbers in groups of 16 or 32 whose scales are themselves quantised: the k-quants. */
final class SuperBlocks {
    private static final int VALUES = 256;
    private static final int GROUP = 32;
    private static final int SCALE_BYTES = 12;

    private SuperBlocks() {}

    /** d, dmin, 12 bytes of scales, 128 bytes of nibbles; w = d s q - dmin m in 8 groups. */
    static void q4k(byte[] in, int count, float[] out) {
        for (int b = 0, at = 0, o = 0; b < count; b++, at += 144, o += VALUES) {
            float d = float16(in, at);
            float dmin = float16(in, at + 2);
            int scales = at + 4;
            int nibbles = scales + SCALE_BYTES;
            for (int group = 0; group < 8; group++) {
                float scale = d * scale(in, scales, group);
                float offset = dmin * minimum(in, scales, group);
                int from = nibbles + group / 2 * GROUP;
                int shift = group % 2 * 4;
                for (int j = 0; j < GROUP; j++) {
                    out[o + group * GROUP + j] = scale * ((in[from + j] >> shift) & 15) - offset;
                }
            }
        }
    }

    /** d, dmin, 12 bytes of scales, 32 bytes of fifth bits (bit g of byte j: group g, number j), 128 bytes of nibbles. */
    static void q5k(byte[] in, int count, float[] out) {
        for (int b = 0, at = 0, o = 0; b < count; b++, at += 176, o += VALUES) {
            float d = float16(in, at);
            float dmin = float16(in, at + 2);
            int scales = at + 4;
            int fifths = scales + SCALE_BYTES;
            int nibbles = fifths + GROUP;
            for (int group = 0; group < 8; group++) {
                float scale = d * scale(in, scales, group);
                float offset = dmin * minimum(in, scales, group);
                int from = nibbles + group / 2 * GROUP;
                int shift = group % 2 * 4;
                for (int j = 0; j < GROUP; j++) {
                    int q = ((in[from + j] >> shift) & 15) | (((in[fifths + j] >> group) & 1) << 4);
                    out[o + group * GROUP + j] = scale * q - offset;
                }
            }
        }
    }

    /** 128 bytes of low nibbles, 64 of two high bits each, 16 signed scales, d; w = d s (q - 32). */
    static void q6k(byte[] in, int count, float[] out) {
        for (int b = 0, at = 0, o = 0; b < count; b++, at += 210, o += VALUES) {
            float d = float16(in, at + 208);
            for (int group = 0; group < 8; group++) {
                int half = group / 4;
                int quarter = group % 4;
                int low = at + half * 64 + quarter % 2 * GROUP;
                int high = at + 128 + half * GROUP;
                int scales = at + 192 + half * 8 + quarter * 2;
                for (int j = 0; j < GROUP; j++) {
                    int q = ((in[low + j] >> (quarter / 2 * 4)) & 15) | (((in[high + j] >> (quarter * 2)) & 3) << 4);
                    out[o + group * GROUP + j] = d * in[scales + j / 16] * (q - 32);
                }
            }
        }
    }

    /** Eight scales of six bits: four whole ones, and four whose upper two bits are the upper bits of bytes 0 to 3. */
    private static int scale(byte[] in, int at, int group) {
        return group < 4 ? in[at + group] & 63 : (in[at + group + 4] & 15) | (((in[at + group - 4] >> 6) & 3) << 4);
    }

    /** Eight minima of six bits, packed like the scales. */
    private static int minimum(byte[] in, int at, int group) {
        return group < 4
                ? in[at + group + 4] & 63
                : ((in[at + group + 4] >> 4) & 15) | (((in[at + group] >> 6) & 3) << 4);
    }
}
