package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.LetterCase;
import dev.belay.verify.rules.text.Whitespace;
import java.util.List;

/**
 * An exact number of paragraphs separated by blank lines, the n-th of which begins with a word.
 *
 * <p>Paragraphs are cut at every {@code \n\n}; blank pieces do not count but, as in the reference, still hold a place
 * when the n-th is looked up. The word ends at white space or at one of {@code . , ? ! ' "}; leading quotes are dropped.
 *
 * @param paragraphs how many ({@code num_paragraphs})
 * @param nth which one, from 1 ({@code nth_paragraph})
 * @param firstWord its first word, in any case ({@code first_word})
 */
public record NthParagraphFirstWord(int paragraphs, int nth, String firstWord) implements Instruction {

    public static final String ID = "length_constraints:nth_paragraph_first_word";

    public NthParagraphFirstWord {
        firstWord = LetterCase.lower(Checks.text("first_word", firstWord));
        Checks.atLeast(1, "num_paragraphs", paragraphs);
        if (nth < 1 || nth > paragraphs) {
            throw new IllegalArgumentException(
                    "nth_paragraph must be in 1.." + paragraphs + " (num_paragraphs), got " + nth);
        }
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        List<String> pieces = Pieces.of(text, "\n\n").all();
        int filled = (int)
                pieces.stream().filter(piece -> !Whitespace.isBlank(piece)).count();
        if (nth > filled || filled != paragraphs) {
            return RuleResult.fail(filled + " paragraphs, needs exactly " + paragraphs, "");
        }
        String found = firstWordOf(Whitespace.strip(pieces.get(nth - 1)));
        String reason = "paragraph " + nth + " begins with \"" + found + "\", needs \"" + firstWord + "\"";
        return RuleResult.of(found.equals(firstWord), reason);
    }

    private static String firstWordOf(String paragraph) {
        int from = 0;
        while (from < paragraph.length() && paragraph.charAt(from) == '\'') {
            from++;
        }
        while (from < paragraph.length() && paragraph.charAt(from) == '"') {
            from++;
        }
        int to = from;
        while (to < paragraph.length()
                && !Whitespace.is(paragraph.charAt(to))
                && ".,?!'\"".indexOf(paragraph.charAt(to)) < 0) {
            to++;
        }
        return LetterCase.lower(paragraph.substring(from, to));
    }
}
