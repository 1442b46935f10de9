package dev.belay.verify.rules.text;

import java.util.function.IntPredicate;

/** Python's {@code str.isupper} and {@code str.islower}: at least one cased letter, and none of the other case. */
public final class LetterCase {
    private LetterCase() {}

    public static boolean isUpper(String text) {
        return all(text, Character::isUpperCase, c -> Character.isLowerCase(c) || Character.isTitleCase(c));
    }

    public static boolean isLower(String text) {
        return all(text, Character::isLowerCase, c -> Character.isUpperCase(c) || Character.isTitleCase(c));
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
