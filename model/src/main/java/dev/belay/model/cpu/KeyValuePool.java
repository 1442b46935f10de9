package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory for keys and values in blocks of {@value BlockGemm#WIDTH} positions of one sequence, all layers and key-value
 * heads together. Blocks go back to the pool after a call and are used again by the next. Safe for several threads.
 */
final class KeyValuePool implements AutoCloseable {
    /** Positions of a block. */
    static final int POSITIONS = BlockGemm.WIDTH;

    private static final int BLOCKS_A_SLAB = 16;

    private final int heads;
    private final int tile;
    private final long blockFloats;
    private final List<FloatMemory> slabs = new ArrayList<>();
    private final ArrayDeque<Long> free = new ArrayDeque<>();

    KeyValuePool(ModelConfig c) {
        heads = c.keyValueHeads();
        tile = c.headSize() * POSITIONS;
        blockFloats = 2L * c.layers() * heads * tile;
    }

    /** A zeroed block: stale numbers would meet zero probabilities, and zero times infinity is not zero. */
    long take() {
        long block;
        synchronized (this) {
            if (free.isEmpty()) {
                FloatMemory slab = new FloatMemory(blockFloats * BLOCKS_A_SLAB);
                slabs.add(slab);
                addBlocks(slab);
            }
            block = free.remove();
        }
        FloatMemory.zero(block, blockFloats);
        return block;
    }

    void copy(long from, long to) {
        FloatMemory.copy(from, to, blockFloats);
    }

    synchronized void giveBack(List<Long> blocks) {
        free.addAll(blocks);
    }

    /** Takes back every block there is, whoever has it: nobody may use one any more. */
    synchronized void giveBackAll() {
        free.clear();
        for (FloatMemory slab : slabs) {
            addBlocks(slab);
        }
    }

    private void addBlocks(FloatMemory slab) {
        for (int i = 0; i < BLOCKS_A_SLAB; i++) {
            free.add(slab.address() + i * blockFloats * Float.BYTES);
        }
    }

    /** Blocks taken and not given back. */
    synchronized int inUse() {
        return slabs.size() * BLOCKS_A_SLAB - free.size();
    }

    /** (headSize, POSITIONS) transposed keys of a block. */
    long keys(long block, int layer, int head) {
        return block + 2L * (layer * heads + head) * tile * Float.BYTES;
    }

    /** (POSITIONS, headSize) values of a block. */
    long values(long block, int layer, int head) {
        return keys(block, layer, head) + (long) tile * Float.BYTES;
    }

    /** Numbers that the slabs of so many blocks hold. */
    static long floats(ModelConfig c, long blocks) {
        long slabs = Math.ceilDiv(blocks, (long) BLOCKS_A_SLAB);
        return slabs * BLOCKS_A_SLAB * 2 * c.layers() * c.keyValueSize() * POSITIONS;
    }

    /** Native memory held, in use or free. */
    synchronized long bytes() {
        return slabs.stream().mapToLong(FloatMemory::bytes).sum();
    }

    @Override
    public void close() {
        slabs.forEach(FloatMemory::close);
    }
}
