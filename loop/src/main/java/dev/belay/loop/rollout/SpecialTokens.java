package dev.belay.loop.rollout;

import dev.belay.model.Tokenizer;
import java.util.List;

/**
 * Special tokens that stand in a problem's own text. A text such as {@code <|im_end|>} in a user's turn would end the turn;
 * here it is broken by a mark behind its first character, and what a mark separates is tokenised apart. The model then
 * reads the characters and not the token.
 *
 * @param texts how the special tokens are written
 */
record SpecialTokens(List<String> texts) {
    /** The private use area of the basic plane: characters that stand for nothing. */
    private static final char FIRST_MARK = '\uE000';

    private static final char LAST_MARK = '\uF8FF';

    static SpecialTokens of(Tokenizer tokenizer) {
        return new SpecialTokens(tokenizer.specialIds().stream()
                .sorted()
                .map(id -> tokenizer.decodeWithSpecials(new int[] {id}))
                .filter(text -> text.codePointCount(0, text.length()) > 1)
                .toList());
    }

    /** A character that none of the texts contains. */
    char unusedMark(List<String> given) {
        for (char mark = FIRST_MARK; mark <= LAST_MARK; mark++) {
            char candidate = mark;
            if (given.stream().allMatch(text -> text.indexOf(candidate) < 0)) {
                return mark;
            }
        }
        throw new IllegalStateException("a prompt uses every character of the private use area");
    }

    /** The text with a mark inside every special token it contains. */
    String broken(String text, char mark) {
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
