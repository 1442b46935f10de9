package dev.belay.model.cpu;

/**
 * A matrix B (depth, columns) cut into tiles of {@link #WIDTH} columns, each tile's rows side by side, for y = x ·
 * B. Made from a projection's weights W, either B = Wᵀ (for the projection) or B = W (for the gradient of its input).
 */
final class PackedMatrix {
    /**
     * Columns of a tile. Narrow and deep blocks are the fastest: the kernel's loop over the depth is long, sums seldom go
     * through memory, and a block is read nearly in the order in which it stands, which the processor fetches ahead. Against 64
     * columns and a depth of 128 they are 8 to 16 % faster for 16 to 128 rows, from memory and from the cache (Zen 3).
     */
    static final int WIDTH = 32;

    private static final int DEPTH_BLOCK = 512;
    private static final int ROW_BLOCK = 64;

    private final int depth;
    private final int columns;
    private final long address;

    /** @param address room for {@link #floats(int, int)} numbers */
    PackedMatrix(int depth, int columns, long address) {
        this.depth = depth;
        this.columns = columns;
        this.address = address;
    }

    int tiles() {
        return Math.ceilDiv(columns, WIDTH);
    }

    /** Columns of a tile. */
    int width(int tile) {
        return Math.min(WIDTH, columns - tile * WIDTH);
    }

    /** The address of a tile. */
    long tile(int tile) {
        return address + (long) tile * depth * WIDTH * Float.BYTES;
    }

    /** Fills a tile of Wᵀ from W (columns, depth). */
    void packTransposed(long weights, int t) {
        int width = width(t);
        float[] row = new float[depth];
        float[] packed = new float[depth * WIDTH];
        for (int j = 0; j < width; j++) {
            long at = weights + (long) (t * WIDTH + j) * depth * Float.BYTES;
            FloatMemory.load(at, row, depth);
            for (int k = 0; k < depth; k++) {
                packed[k * WIDTH + j] = row[k];
            }
        }
        FloatMemory.store(packed, tile(t), packed.length);
    }

    /** Fills a tile from B (depth, columns) itself. */
    void pack(long matrix, int t) {
        for (int k = 0; k < depth; k++) {
            long from = matrix + ((long) k * columns + (long) t * WIDTH) * Float.BYTES;
            FloatMemory.copy(from, tile(t) + (long) k * WIDTH * Float.BYTES, width(t));
        }
    }

    /** y (rows, columns) = x (rows, depth) · B, added to what y holds if {@code add}. */
    void multiply(long x, int ldx, int rows, boolean add, long y, int ldy) {
        for (int t = 0; t < tiles(); t++) {
            multiply(t, x, ldx, rows, add, y, ldy);
        }
    }

    /** The columns of one tile of {@link #multiply}. */
    void multiply(int t, long x, int ldx, int rows, boolean add, long y, int ldy) {
        long to = y + (long) t * WIDTH * Float.BYTES;
        int width = width(t);
        for (int k = 0; k < depth; k += DEPTH_BLOCK) {
            int n = Math.min(DEPTH_BLOCK, depth - k);
            long b = tile(t) + (long) k * WIDTH * Float.BYTES;
            for (int r = 0; r < rows; r += ROW_BLOCK) {
                int count = Math.min(ROW_BLOCK, rows - r);
                long a = x + ((long) r * ldx + k) * Float.BYTES;
                long c = to + (long) r * ldy * Float.BYTES;
                BlockGemm.multiply(count, width, n, a, ldx, b, WIDTH, add || k > 0, c, ldy);
            }
        }
    }

    /** Numbers of a packed matrix. */
    static long floats(int depth, int columns) {
        return (long) depth * Math.ceilDiv(columns, WIDTH) * WIDTH;
    }

    /** Numbers it takes. */
    long floats() {
        return floats(depth, columns);
    }
}
