package dev.belay.model.cpu;

import dev.belay.model.InvalidInputException;
import dev.belay.model.PromptTree;
import java.util.ArrayList;
import java.util.List;

/**
 * Trees of tokens laid out as the rows of one matrix: of each tree the prompt, then its completions. The last token of a
 * completion predicts nothing and has no row. What a row predicts is a {@link Target}; the last row of a prompt has one
 * for each completion.
 */
final class Forest {
    /**
     * Rows that follow one another in a sequence.
     *
     * @param start first row
     * @param length number of rows
     * @param prefixStart first row of what stands before, if anything
     * @param prefixLength rows of what stands before; also the position of the first token
     */
    record Segment(int start, int length, int prefixStart, int prefixLength) {}

    /** The segments of one tree: the prompt, then the completions that have rows. */
    record Tree(Segment prompt, List<Segment> completions) {}

    /** Token {@code token} of sequence {@code sequence} at place {@code at}, predicted by a head row. */
    record Target(int sequence, int at, int token) {}

    /** A row that predicts something. */
    record HeadRow(int row, List<Target> targets) {}

    private final List<Tree> trees = new ArrayList<>();
    private final List<HeadRow> headRows = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final int[] lengths;
    private final int[] tokens;
    private final int[] positions;
    private int filled;

    /** @param contextTokens no sequence may be longer */
    Forest(List<PromptTree> from, int vocabSize, int contextTokens) {
        int rows = 0;
        int sequences = 0;
        for (PromptTree tree : from) {
            rows += tree.prompt().length;
            sequences += tree.completions().size();
            for (int[] completion : tree.completions()) {
                rows += Math.max(0, completion.length - 1);
                checkLength(tree.prompt().length + completion.length, contextTokens);
            }
            checkLength(tree.prompt().length, contextTokens);
        }
        tokens = new int[rows];
        positions = new int[rows];
        lengths = new int[sequences];
        int sequence = 0;
        for (PromptTree tree : from) {
            add(tree, sequence);
            sequence += tree.completions().size();
        }
        checkIds(from, vocabSize);
    }

    private void add(PromptTree tree, int firstSequence) {
        Segment prompt = segment(tree.prompt(), tree.prompt().length, 0, 0);
        List<Segment> completions = new ArrayList<>();
        List<Target> first = new ArrayList<>();
        HeadRow last = new HeadRow(prompt.start + prompt.length - 1, first);
        int sequence = firstSequence;
        boolean listed = false;
        for (int[] completion : tree.completions()) {
            lengths[sequence] = completion.length;
            if (completion.length > 0) {
                first.add(new Target(sequence, 0, completion[0]));
                if (!listed) {
                    headRows.add(last);
                    listed = true;
                }
            }
            if (completion.length > 1) {
                Segment own = segment(completion, completion.length - 1, prompt.start, prompt.length);
                completions.add(own);
                for (int t = 1; t < completion.length; t++) {
                    headRows.add(new HeadRow(own.start + t - 1, List.of(new Target(sequence, t, completion[t]))));
                }
            }
            sequence++;
        }
        trees.add(new Tree(prompt, completions));
    }

    private Segment segment(int[] ids, int length, int prefixStart, int prefixLength) {
        Segment segment = new Segment(filled, length, prefixStart, prefixLength);
        for (int i = 0; i < length; i++) {
            tokens[filled] = ids[i];
            positions[filled] = prefixLength + i;
            filled++;
        }
        segments.add(segment);
        return segment;
    }

    int rows() {
        return tokens.length;
    }

    int token(int row) {
        return tokens[row];
    }

    int position(int row) {
        return positions[row];
    }

    List<Tree> trees() {
        return trees;
    }

    /** All segments in row order. */
    List<Segment> segments() {
        return segments;
    }

    /** Rows that predict something, in row order except that a prompt's last row precedes its completions. */
    List<HeadRow> headRows() {
        return headRows;
    }

    /** An array {@code [S][T_s]} of zeros. */
    float[][] zeros() {
        float[][] values = new float[lengths.length][];
        for (int s = 0; s < lengths.length; s++) {
            values[s] = new float[lengths[s]];
        }
        return values;
    }

    static void checkLength(int length, int contextTokens) {
        if (length > contextTokens) {
            throw new InvalidInputException("a sequence of " + length
                    + " tokens does not fit the model's context of max_position_embeddings = " + contextTokens);
        }
    }

    static void checkIds(int[] ids, int vocabSize) {
        for (int id : ids) {
            if (id < 0 || id >= vocabSize) {
                throw new InvalidInputException("a token id must be in [0, vocab_size = " + vocabSize + "), got " + id);
            }
        }
    }

    private static void checkIds(List<PromptTree> from, int vocabSize) {
        for (PromptTree tree : from) {
            checkIds(tree.prompt(), vocabSize);
            tree.completions().forEach(c -> checkIds(c, vocabSize));
        }
    }
}
