package dev.belay.verify.rules.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Splits text into sentences the way Punkt (Kiss and Strunk 2006, nltk's {@code sent_tokenize}) decides, with our own
 * word lists in place of its trained English model.
 *
 * <p>The rules, per run of characters without white space:
 *
 * <ol>
 *   <li>A candidate is the last {@code . ? !} of the run that is followed by white space and more text, or by closing or
 *       opening punctuation. Line breaks are white space and end nothing by themselves: a heading without a full stop
 *       belongs to the sentence after it. At the very end of a text the last of several marks has nothing behind it, so
 *       {@code Yes!!} and {@code !} are two sentences, there as here.
 *   <li>{@code ?} and {@code !} end the sentence.
 *   <li>A full stop ends it unless the token before is an abbreviation, an ellipsis, an initial or a number and the next
 *       token does not look like a start: after an abbreviation or ellipsis only a capitalised common word starts a
 *       sentence; after an initial a capitalised name does not; after an initial or number a small letter does not. So
 *       the item "1." of a list counts as a sentence of its own, as it does there.
 *   <li>Closing quotes and brackets move to the sentence they close; other marks do not, so the asterisks after
 *       {@code **Done.**} are a sentence.
 * </ol>
 *
 * <p>Deviations from nltk: the abbreviations and common words are a short hand-made list, collocations are unknown, and
 * a spaced ellipsis {@code . . .} is not special.
 */
public final class Sentences {
    private static final String ENDS = ".?!";
    private static final String BREAKS_WORD = ")\";}]*:@'({[!?\u2018\u2019\u201c\u201d\u00ab\u00bb";
    private static final String CLOSERS = "\"')]}\u2018\u2019\u201c\u201d\u00ab\u00bb";
    private static final String NEVER_STARTS = ";:,.!?";

    private static final Set<String> ABBREVIATIONS = Set.of(
            ("mr mrs ms dr prof st jr sr inc ltd co corp vs etc e.g i.e a.m p.m u.s u.k u.n u.s.a ph.d m.d b.a m.a b.s"
                            + " m.s d.c vol fig gen gov sen rep rev hon lt col sgt capt cmdr maj adm messrs jan feb apr"
                            + " jun jul aug sep sept oct nov dec mon tue thu fri approx dept ave blvd rd cf pp eq sec"
                            + " min max avg assn bros mt ft al ca ext tel est univ")
                    .split(" ", -1));

    private static final Set<String> COMMON = Set.of(
            ("the a an and but or so if in on at to for of as by with from it he she they we you i this that these those"
                            + " there here then when where while what which who why how is are was were do does did not no"
                            + " yes my our your his her their its all some many most each every one two after before"
                            + " because since although however also now today let please finally first next")
                    .split(" ", -1));

    private final String text;
    private final List<String> sentences = new ArrayList<>();
    private int start;

    private Sentences(String text) {
        this.text = text;
    }

    /** The sentences, without the white space between them; empty for a blank text. */
    public static List<String> split(String text) {
        return new Sentences(text).scan();
    }

    public static int count(String text) {
        return split(text).size();
    }

    private List<String> scan() {
        int at = skipWhitespace(0);
        start = at;
        while (at < text.length()) {
            int chunkEnd = skipInk(at);
            int next = skipWhitespace(chunkEnd);
            int end = candidate(at, chunkEnd, next < text.length());
            if (end >= 0 && isBreak(at, end, end + 1 < chunkEnd ? end + 1 : next)) {
                close(end + 1);
            }
            at = next;
        }
        add(text.substring(Math.min(start, text.length())));
        return sentences;
    }

    /** The last possible end of a sentence in the chunk, or -1. */
    private int candidate(int from, int to, boolean moreText) {
        for (int i = to - 1; i >= from; i--) {
            if (ENDS.indexOf(text.charAt(i)) >= 0
                    && (i + 1 < to ? BREAKS_WORD.indexOf(text.charAt(i + 1)) >= 0 : moreText)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isBreak(int chunk, int end, int next) {
        for (int i = chunk; i <= end; i++) {
            if (text.charAt(i) != '.' && ENDS.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        int from = end;
        while (from > chunk && !endsToken(from)) {
            from--;
        }
        String token = text.substring(from, end);
        boolean ellipsis = token.endsWith(".");
        boolean initial = isInitial(token);
        if (ellipsis || (!initial && isAbbreviation(token))) {
            return isCapital(next) && COMMON.contains(wordAt(next));
        }
        return !((initial || isNumber(token)) && continues(next, initial));
    }

    /** Whether the token before {@code index} stops there: punctuation or a double dash. */
    private boolean endsToken(int index) {
        char before = text.charAt(index - 1);
        return BREAKS_WORD.indexOf(before) >= 0
                || before == ','
                || (before == '-' && (index > 1 && text.charAt(index - 2) == '-'));
    }

    /** After an initial or a number: whether what follows goes on with the sentence. */
    private boolean continues(int next, boolean initial) {
        int c = text.codePointAt(next);
        return NEVER_STARTS.indexOf(c) >= 0
                || Character.isLowerCase(c)
                || (initial && isCapital(next) && !COMMON.contains(wordAt(next)));
    }

    private static boolean isInitial(String token) {
        return !token.isEmpty()
                && token.codePointCount(0, token.length()) == 1
                && Character.isLetter(token.codePointAt(0));
    }

    private static boolean isNumber(String token) {
        boolean digits = false;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (!Character.isDigit(c) && ".,-".indexOf(c) < 0) {
                return false;
            }
            digits |= Character.isDigit(c);
        }
        return digits;
    }

    private static boolean isAbbreviation(String token) {
        String lower = LetterCase.lower(token);
        return ABBREVIATIONS.contains(lower) || ABBREVIATIONS.contains(lower.substring(lower.lastIndexOf('-') + 1));
    }

    private boolean isCapital(int index) {
        return Character.isUpperCase(text.codePointAt(index));
    }

    private String wordAt(int index) {
        int end = index;
        while (end < text.length() && Words.isWordChar(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return LetterCase.lower(text.substring(index, end));
    }

    /** Ends a sentence at {@code end} and gives it the closing marks that follow directly. */
    private void close(int end) {
        int closed = end;
        while (closed < text.length() && CLOSERS.indexOf(text.charAt(closed)) >= 0) {
            closed++;
        }
        boolean realigned =
                closed == text.length() || Whitespace.is(text.charAt(closed)) || text.startsWith("--", closed);
        add(text.substring(start, realigned ? closed : end));
        start = realigned ? closed : end;
    }

    private void add(String sentence) {
        String stripped = Whitespace.strip(sentence);
        if (!stripped.isEmpty()) {
            sentences.add(stripped);
        }
    }

    private int skipWhitespace(int from) {
        int i = from;
        while (i < text.length() && Whitespace.is(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private int skipInk(int from) {
        int i = from;
        while (i < text.length() && !Whitespace.is(text.charAt(i))) {
            i++;
        }
        return i;
    }
}
