package dev.belay.verify.rules.text;

import java.util.function.IntPredicate;

/**
 * Letter case: Python's {@code str.isupper} and {@code str.islower} (at least one cased letter, and none of the other
 * case), and a plain lower-casing.
 */
public final class LetterCase {
    private LetterCase() {}

    public static boolean isUpper(String text) {
        return all(text, Character::isUpperCase, c -> Character.isLowerCase(c) || Character.isTitleCase(c));
    }

    public static boolean isLower(String text) {
        return all(text, Character::isLowerCase, c -> Character.isUpperCase(c) || Character.isTitleCase(c));
    }

    /**
     * Each character in lower case on its own, so that indices stay valid. Unlike {@link String#toLowerCase} it knows no
     * context and no mapping to several characters, and takes linear time on every text.
     */
    public static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            lower.appendCodePoint(Character.toLowerCase(c));
            i += Character.charCount(c);
        }
        return lower.toString();
    }

    private static boolean all(String text, IntPredicate wanted, IntPredicate refused) {
        boolean found = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (refused.test(c)) {
                return false;
            }
            found |= wanted.test(c);
            i += Character.charCount(c);
        }
        return found;
    }
}
