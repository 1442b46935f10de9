package dev.belay.model.torch;

/**
 * A projection's weights transposed and cut into column tiles for {@link Panel}: a tile's rows and some rows of results
 * fit the first-level cache together. Made anew when the weights have changed.
 */
final class PackedMatrix {
    private static final int TILE = 256;

    private final Gemm.Matrix matrix;
    private final float[][][] tiles;

    PackedMatrix(Gemm.Matrix matrix) {
        this.matrix = matrix;
        int count = Math.ceilDiv(matrix.out(), TILE);
        tiles = new float[count][matrix.in()][];
        for (int t = 0; t < count; t++) {
            int width = Math.min(TILE, matrix.out() - t * TILE);
            for (int k = 0; k < matrix.in(); k++) {
                tiles[t][k] = new float[width];
            }
        }
    }

    /** Columns of the result in one tile; a multiply-add with one tile needs no copy of the result. */
    int tiles() {
        return tiles.length;
    }

    /** Copies tile {@code t} from the parameters. */
    void pack(Parameters parameters, int t) {
        int in = matrix.in();
        float[][] tile = tiles[t];
        float[] row = new float[in];
        for (int j = 0; j < tile[0].length; j++) {
            long at = matrix.offset() + (long) (t * TILE + j) * in;
            FloatMemory.load(parameters.weight(at), row, in);
            for (int k = 0; k < in; k++) {
                tile[k][j] = row[k];
            }
        }
    }

    /**
     * y[r] += W·x[r] for the first {@code rows} rows.
     *
     * @param y rows of at least {@code out} numbers
     * @param x rows of at least {@code in} numbers
     * @param accumulators as many rows of at least {@value #TILE} numbers
     */
    void multiplyAdd(float[][] y, float[][] x, int rows, float[][] accumulators) {
        if (tiles.length == 1) {
            Panel.multiplyAdd(y, x, 0, 0, rows, tiles[0], 0, matrix.in(), matrix.out());
            return;
        }
        for (int t = 0; t < tiles.length; t++) {
            int width = tiles[t][0].length;
            for (int r = 0; r < rows; r++) {
                System.arraycopy(y[r], t * TILE, accumulators[r], 0, width);
            }
            Panel.multiplyAdd(accumulators, x, 0, 0, rows, tiles[t], 0, matrix.in(), width);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(accumulators[r], 0, y[r], t * TILE, width);
            }
        }
    }

    static int tileWidth() {
        return TILE;
    }
}
