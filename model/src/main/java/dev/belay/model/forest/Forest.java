package dev.belay.model.forest;

import dev.belay.model.InvalidInputException;
import dev.belay.model.PromptTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Trees of tokens laid out as the rows of one matrix. Sequences that begin alike share the rows of their common beginning:
 * the prompt of a group, the examples in front of all questions, and whatever several completions of a prompt have in
 * common before they part. What a row holds depends on the tokens up to it and on nothing else, so sharing changes neither
 * results nor gradients; it only leaves out what would be computed twice. (Prefix Grouper, arXiv 2506.05433, shares the
 * prompt of a group; here it is any beginning.)
 *
 * <p>The last token of a completion predicts nothing and has no row of its own. What a row predicts is a {@link Target}.
 */
public final class Forest {
    /**
     * Prompts grow on one tree when this many tokens are the same. Trees are worked on side by side, so short beginnings,
     * such as the opening of every dialogue, are better computed again.
     */
    private static final int COMMON_TOKENS = 32;

    /**
     * Rows that follow one another and do not branch.
     *
     * @param start first row
     * @param length number of rows
     * @param path the rows of every token up to the last of the segment, by position
     */
    public record Segment(int start, int length, int[] path) {
        /** Rows of what stands before; also the position of the first token. */
        public int prefixLength() {
            return path.length - length;
        }
    }

    /**
     * Rows {@code from} … {@code to - 1} of a segment.
     *
     * @param index of the segment in {@link Forest#segments}
     */
    public record Span(int index, Segment segment, int from, int to) {
        /** Positions that at least the last row sees. */
        public int visible() {
            return segment.prefixLength() + to;
        }
    }

    /** Token {@code token} of sequence {@code sequence} at place {@code at}, predicted by a head row. */
    public record Target(int sequence, int at, int token) {}

    /** A row that predicts something. */
    public record HeadRow(int row, List<Target> targets) {}

    private final List<List<Segment>> trees = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<Integer> treeOf = new ArrayList<>();
    private final List<HeadRow> headRows = new ArrayList<>();
    private final int[] lengths;
    private final int[][] promptRows;
    private final int[] tokens;
    private final int[] positions;

    /** @param contextTokens no sequence may be longer */
    public Forest(List<PromptTree> from, int vocabSize, int contextTokens) {
        check(from, vocabSize, contextTokens);
        TokenTrie trie = new TokenTrie();
        List<int[]> roots = new ArrayList<>();
        int[] promptEnds = new int[from.size()];
        lengths = from.stream()
                .flatMap(tree -> tree.completions().stream())
                .mapToInt(completion -> completion.length)
                .toArray();
        int sequence = 0;
        for (int t = 0; t < from.size(); t++) {
            PromptTree tree = from.get(t);
            int end = trie.add(trie.root(root(roots, tree.prompt())), tree.prompt(), tree.prompt().length);
            promptEnds[t] = end;
            for (int[] completion : tree.completions()) {
                trie.addTargets(end, completion, sequence++);
            }
        }
        tokens = new int[trie.size()];
        positions = new int[trie.size()];
        int[] rowOf = new int[trie.size()];
        for (int root : trie.roots()) {
            trees.add(layOut(trie, root, rowOf));
        }
        promptRows = new int[from.size()][];
        for (int t = 0; t < promptRows.length; t++) {
            promptRows[t] = trie.path(promptEnds[t], rowOf);
        }
        for (int node : trie.nodesWithTargets()) {
            headRows.add(new HeadRow(rowOf[node], trie.targets(node)));
        }
    }

    /** The number of the tree that a prompt grows on, given the beginnings of those there are. */
    private static int root(List<int[]> roots, int[] prompt) {
        int[] beginning = Arrays.copyOf(prompt, Math.min(prompt.length, COMMON_TOKENS));
        for (int r = 0; prompt.length > COMMON_TOKENS && r < roots.size(); r++) {
            if (Arrays.equals(roots.get(r), beginning)) {
                return r;
            }
        }
        // A shorter prompt has a tree of its own, which nothing else is to find.
        roots.add(prompt.length > COMMON_TOKENS ? beginning : new int[0]);
        return roots.size() - 1;
    }

    /** Gives the nodes of a tree their rows, a segment after the other, each behind the one it grows from. */
    private List<Segment> layOut(TokenTrie trie, int root, int[] rowOf) {
        List<Segment> tree = new ArrayList<>();
        Deque<Integer> branches = new ArrayDeque<>();
        branches.push(root);
        while (!branches.isEmpty()) {
            int node = branches.pop();
            int start = filled();
            int row = start;
            int last;
            do {
                rowOf[node] = row;
                tokens[row] = trie.token(node);
                positions[row] = trie.depth(node);
                row++;
                last = node;
                node = trie.onlyChild(node);
            } while (node >= 0);
            Segment segment = new Segment(start, row - start, trie.path(last, rowOf));
            tree.add(segment);
            segments.add(segment);
            treeOf.add(trees.size());
            trie.children(last).forEach(branches::push);
        }
        return tree;
    }

    /** Rows laid out so far. */
    private int filled() {
        return segments.isEmpty()
                ? 0
                : segments.getLast().start() + segments.getLast().length();
    }

    public int rows() {
        return tokens.length;
    }

    public int token(int row) {
        return tokens[row];
    }

    public int position(int row) {
        return positions[row];
    }

    /** The segments of each tree, every one behind the one it grows from. */
    public List<List<Segment>> trees() {
        return trees;
    }

    /** All segments in row order. */
    public List<Segment> segments() {
        return segments;
    }

    /** What a window holds of each segment, in row order. */
    public List<Span> spans(Window window) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            int from = Math.max(segment.start, window.first());
            int to = Math.min(segment.start + segment.length, window.end());
            if (from < to) {
                spans.add(new Span(i, segment, from - segment.start, to - segment.start));
            }
        }
        return spans;
    }

    /** The spans of a window by tree, in row order; the branches of a tree add to the same keys and values. */
    public List<List<Span>> spansByTree(Window window) {
        List<List<Span>> byTree = new ArrayList<>();
        int tree = -1;
        for (Span span : spans(window)) {
            if (treeOf.get(span.index) != tree) {
                tree = treeOf.get(span.index);
                byTree.add(new ArrayList<>());
            }
            byTree.getLast().add(span);
        }
        return byTree;
    }

    /** The rows of a prompt's tokens. */
    public int[] promptRows(int tree) {
        return promptRows[tree];
    }

    /** Rows that predict something. */
    public List<HeadRow> headRows() {
        return headRows;
    }

    /** An array {@code [S][T_s]} of zeros. */
    public float[][] zeros() {
        float[][] values = new float[lengths.length][];
        for (int s = 0; s < lengths.length; s++) {
            values[s] = new float[lengths[s]];
        }
        return values;
    }

    private static void check(List<PromptTree> from, int vocabSize, int contextTokens) {
        for (PromptTree tree : from) {
            checkLength(tree.prompt().length, contextTokens);
            checkIds(tree.prompt(), vocabSize);
            for (int[] completion : tree.completions()) {
                checkLength(tree.prompt().length + completion.length, contextTokens);
                checkIds(completion, vocabSize);
            }
        }
    }

    public static void checkLength(int length, int contextTokens) {
        if (length > contextTokens) {
            throw new InvalidInputException("a sequence of " + length
                    + " tokens does not fit the model's context of max_position_embeddings = " + contextTokens);
        }
    }

    public static void checkIds(int[] ids, int vocabSize) {
        for (int id : ids) {
            if (id < 0 || id >= vocabSize) {
                throw new InvalidInputException("a token id must be in [0, vocab_size = " + vocabSize + "), got " + id);
            }
        }
    }
}
