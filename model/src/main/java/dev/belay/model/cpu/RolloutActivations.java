package dev.belay.model.cpu;

import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.Activations.Keep;
import dev.belay.model.forest.Forest;
import dev.belay.model.forest.TokenTrie;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What sampling computed for every token it went through, so that the backward pass after it need not compute the same again:
 * under the weights that sampled them, the rows of a forest hold what these rows hold. A row is found by the tokens up to it,
 * on which alone it depends, so any part of what was sampled can be trained on, in any order.
 *
 * <p>Rows stand in pages, filled in the order in which they are computed; threads take pages of their own. Sampling that
 * would need more than {@link #BUDGET_BYTES} leaves nothing, and that which is far too much for it is not recorded at all.
 * Both depend on the tokens and the number of threads alone, not on what was sampled before, so a resumed run computes what an
 * uninterrupted one does.
 */
final class RolloutActivations implements AutoCloseable {
    /** Most memory that is taken. */
    static final long BUDGET_BYTES = 512L << 20;

    /** At least the rows of a step of decoding, which stay together. */
    static final int PAGE_ROWS = 128;

    /**
     * Recording is begun when the samples, each at its longest and none beginning like another, would take no more than this
     * many times what there is room for. They take less, since some stop early and those of a prompt are one row until they
     * part, but how much less is not known before. Three is a choice: it does without the recordings that would most likely be
     * thrown away and keeps those that may do, recording being cheap beside the forward pass it saves.
     */
    private static final int MOST_TIMES_ROOM = 3;

    private final ModelConfig config;
    private int mostPages;
    private final List<Activations> pages = new ArrayList<>();
    private int used;
    private boolean overflowed;
    private long version = -1;
    private TokenTrie trie = new TokenTrie();
    private int[] rowOf = new int[0];

    RolloutActivations(ModelConfig config) {
        this.config = config;
        limit(BUDGET_BYTES);
    }

    /** @param budgetBytes most memory that is taken from now on */
    void limit(long budgetBytes) {
        release();
        mostPages = (int) Math.min(Integer.MAX_VALUE / PAGE_ROWS, budgetBytes / bytes(config, 1));
    }

    /** Forgets everything. */
    void clear() {
        version = -1;
        used = 0;
        overflowed = false;
    }

    /**
     * Forgets everything, and says whether to record what is sampled next.
     *
     * @param most rows it may have
     */
    boolean begin(long most) {
        if (most > (long) MOST_TIMES_ROOM * mostPages * PAGE_ROWS) {
            release();
            return false;
        }
        clear();
        return true;
    }

    /** Forgets everything and gives the memory back. */
    void release() {
        clear();
        pages.forEach(Activations::close);
        pages.clear();
    }

    /** Where one thread's rows go. */
    Writer writer() {
        return new Writer();
    }

    /** Rows from {@code first} on of a page. */
    record Place(Activations page, int first, int number) {}

    /** Hands out rows to one thread. */
    final class Writer {
        private int page;
        private int next = PAGE_ROWS;

        private Writer() {}

        /** Room for {@code count} rows side by side, at most {@link #PAGE_ROWS}; empty when the budget is used up. */
        Optional<Place> take(int count) {
            if (next + count > PAGE_ROWS) {
                page = takePage();
                next = 0;
            }
            if (page < 0) {
                return Optional.empty();
            }
            Place place = new Place(page(page), next, page * PAGE_ROWS + next);
            next += count;
            return Optional.of(place);
        }
    }

    private synchronized int takePage() {
        if (used == mostPages) {
            overflowed = true;
            return -1;
        }
        if (used == pages.size()) {
            Activations page = new Activations(config);
            page.prepare(PAGE_ROWS, Keep.EVERYTHING, PAGE_ROWS);
            pages.add(page);
        }
        return used++;
    }

    private synchronized Activations page(int number) {
        return pages.get(number);
    }

    /**
     * Ends the sampling of these.
     *
     * @param weights version of the weights that sampled
     */
    void finish(List<SharedPrompt> prompts, List<Sample> samples, long weights) {
        if (overflowed) {
            release();
            return;
        }
        trie = new TokenTrie();
        rowOf = new int[used * PAGE_ROWS];
        int[] ends = new int[prompts.size()];
        for (SharedPrompt prompt : prompts) {
            ends[prompt.index] = add(trie.root(0), prompt.prompt.tokens(), prompt.rows());
        }
        for (Sample sample : samples) {
            add(ends[sample.prompt().index], sample.fed(), sample.rows());
        }
        version = weights;
    }

    /** The rows of the first {@code rows.length} tokens; returns the node of the last. */
    private int add(int behind, int[] tokens, int[] rows) {
        int at = behind;
        for (int i = 0; i < rows.length; i++) {
            at = trie.child(at, tokens[i]);
            rowOf[at] = rows[i];
        }
        return at;
    }

    /** The rows of a forest, if all of them were computed under the weights of that version. */
    Optional<Recall> recall(Forest forest, long weights) {
        if (version != weights) {
            return Optional.empty();
        }
        int[] nodes = new int[forest.rows()];
        int[] rows = new int[forest.rows()];
        for (Forest.Segment segment : forest.segments()) {
            int before = segment.prefixLength();
            int at = before == 0 ? trie.root(0) : nodes[segment.path()[before - 1]];
            for (int r = segment.start(); r < segment.start() + segment.length(); r++) {
                at = trie.find(at, forest.token(r));
                if (at < 0) {
                    return Optional.empty();
                }
                nodes[r] = at;
                rows[r] = rowOf[at];
            }
        }
        return Optional.of(new Recall(rows));
    }

    /** The rows of a forest among those that sampling computed. */
    final class Recall {
        private final int[] rows;

        private Recall(int[] rows) {
            this.rows = rows;
        }

        /** Copies what a layer computed. */
        void layer(int layer, int from, int count, Activations to) {
            for (int r = from; r < from + count; r++) {
                to.copyLayer(layer, pages.get(rows[r] / PAGE_ROWS), rows[r] % PAGE_ROWS, r);
            }
        }

        /** Copies the stream behind the last layer. */
        void output(int from, int count, Activations to) {
            for (int r = from; r < from + count; r++) {
                to.copyInput(config.layers(), pages.get(rows[r] / PAGE_ROWS), rows[r] % PAGE_ROWS, r);
            }
        }
    }

    /** Native memory that so many pages hold. */
    private static long bytes(ModelConfig c, long pages) {
        return pages * Activations.floats(c, PAGE_ROWS, Keep.EVERYTHING, PAGE_ROWS) * Float.BYTES;
    }

    /**
     * Most native memory that sampling takes here.
     *
     * @param rows tokens computed
     * @param writers threads among whom they are divided, each with a page that is not full
     * @param step rows of a step, which a page may have no room for at its end
     */
    static long bytes(ModelConfig c, long rows, long writers, long step) {
        long full = Math.ceilDiv(rows, PAGE_ROWS - step + 1);
        return Math.min(BUDGET_BYTES, bytes(c, full + writers));
    }

    /** Native memory held. */
    long bytes() {
        return pages.stream().mapToLong(Activations::bytes).sum();
    }

    @Override
    public void close() {
        release();
    }
}
