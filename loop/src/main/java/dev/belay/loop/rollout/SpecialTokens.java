package dev.belay.loop.rollout;

import dev.belay.model.ChatFormat.Turn;
import dev.belay.model.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Special tokens that stand in a text of a conversation. A text such as {@code <|im_end|>} in a user's turn would end the
 * turn; here it is broken by a mark behind its first character, and what a mark separates is tokenised apart. The model
 * then reads the characters and not the token.
 *
 * @param texts how the special tokens are written
 */
public record SpecialTokens(List<String> texts) {
    /** The private use area of the basic plane: characters that stand for nothing. */
    private static final char FIRST_MARK = '\uE000';

    private static final char LAST_MARK = '\uF8FF';

    public SpecialTokens {
        texts = List.copyOf(texts);
    }

    public static SpecialTokens of(Tokenizer tokenizer) {
        return new SpecialTokens(tokenizer.specialIds().stream()
                .sorted()
                .map(id -> tokenizer.decodeWithSpecials(new int[] {id}))
                .filter(text -> text.codePointCount(0, text.length()) > 1)
                .toList());
    }

    /**
     * The texts whose tokens make up a conversation: one, unless special tokens in it have to be kept apart.
     *
     * @param foreign turns in whose texts special tokens are read as characters
     * @param write the conversation as text
     */
    public List<String> pieces(List<Turn> turns, Predicate<Turn> foreign, Function<List<Turn>, String> write) {
        // What the writer adds of its own shows only in what it writes, so the mark is chosen when that is known.
        List<String> given = new ArrayList<>(List.of(write.apply(turns)));
        turns.forEach(turn -> given.add(turn.text()));
        char mark = unusedMark(given);
        List<Turn> marked = turns.stream()
                .map(turn -> foreign.test(turn) ? new Turn(turn.role(), broken(turn.text(), mark)) : turn)
                .toList();
        // What stands on both sides of a mark is never read as one token.
        return marked.equals(turns)
                ? List.of(given.getFirst())
                : List.of(write.apply(marked).split(String.valueOf(mark), -1));
    }

    /** The ids of several texts, each given as what {@link #pieces} makes of it. */
    public static List<int[]> encodeAll(List<List<String>> texts, Tokenizer tokenizer) {
        List<int[]> ids =
                tokenizer.encodeAll(texts.stream().flatMap(List::stream).toList());
        List<int[]> joined = new ArrayList<>(texts.size());
        int from = 0;
        for (List<String> pieces : texts) {
            List<int[]> own = ids.subList(from, from + pieces.size());
            joined.add(
                    own.size() == 1
                            ? own.getFirst()
                            : own.stream().flatMapToInt(IntStream::of).toArray());
            from += pieces.size();
        }
        return joined;
    }

    /** A character that none of the texts contains. */
    private static char unusedMark(List<String> given) {
        for (char mark = FIRST_MARK; mark <= LAST_MARK; mark++) {
            char candidate = mark;
            if (given.stream().allMatch(text -> text.indexOf(candidate) < 0)) {
                return mark;
            }
        }
        throw new IllegalStateException("a conversation uses every character of the private use area");
    }

    /** The text with a mark inside every special token it contains. */
    private String broken(String text, char mark) {
        String result = text;
        for (String token : texts) {
            if (result.contains(token)) {
                int first = Character.charCount(token.codePointAt(0));
                result = result.replace(token, token.substring(0, first) + mark + token.substring(first));
            }
        }
        return result;
    }
}
