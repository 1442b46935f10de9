package dev.belay.verify.rules.text;

/**
 * Words as Python's {@code \w+} sees them, the definition IFEval counts with (nltk's {@code RegexpTokenizer(r"\w+")}).
 *
 * <p>A word character is a letter, a numeric character or the underscore. Combining marks are not word characters there,
 * so a Devanagari word with vowel signs counts as several; the same happens here.
 */
public final class Words {
    private Words() {}

    public static boolean isWordChar(int codePoint) {
        return codePoint == '_'
                || Character.isLetter(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
                    default -> false;
                };
    }

    /** Number of maximal runs of word characters. */
    public static int count(String text) {
        int words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            boolean word = isWordChar(c);
            if (word && !inside) {
                words++;
            }
            inside = word;
            i += Character.charCount(c);
        }
        return words;
    }

    /** Whether a word begins or ends at {@code index}: the {@code \b} of Python's {@code re}. */
    public static boolean isBoundary(String text, int index) {
        boolean before = index > 0 && isWordChar(text.codePointBefore(index));
        boolean after = index < text.length() && isWordChar(text.codePointAt(index));
        return before != after;
    }
}
