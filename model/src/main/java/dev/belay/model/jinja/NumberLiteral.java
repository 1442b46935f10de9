package dev.belay.model.jinja;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number in a tag.
 *
 * @param text decimal digits, or what {@code Double.parseDouble} reads
 * @param end where it ends in the source
 * @param fraction whether it is a float
 */
record NumberLiteral(String text, int end, boolean fraction) {
    private static final Pattern FLOAT =
            Pattern.compile("[0-9][0-9_]*(?:(?:\\.[0-9][0-9_]*)?[eE][+-]?[0-9][0-9_]*|\\.[0-9][0-9_]*)");
    private static final Pattern INTEGER =
            Pattern.compile("0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|[1-9](?:_?[0-9])*|0(?:_?0)*");
    private static final int MAX_DIGITS = 1000;

    /** @param floatAllowed false behind a dot, where {@code x.0.1} means two indices */
    static NumberLiteral at(String source, int at, boolean floatAllowed) {
        Matcher real = FLOAT.matcher(source).region(at, source.length());
        if (floatAllowed && real.lookingAt()) {
            return new NumberLiteral(bounded(real.group().replace("_", "")), real.end(), true);
        }
        Matcher whole = INTEGER.matcher(source).region(at, source.length());
        if (!whole.lookingAt()) {
            throw new TemplateError("a number cannot be read");
        }
        return new NumberLiteral(decimal(bounded(whole.group().replace("_", ""))), whole.end(), false);
    }

    private static String bounded(String digits) {
        if (digits.length() > MAX_DIGITS) {
            throw new TemplateError("a number has more than " + MAX_DIGITS + " digits");
        }
        return digits;
    }

    private static String decimal(String digits) {
        if (digits.length() < 2 || !Character.isLetter(digits.charAt(1))) {
            return digits;
        }
        int radix = switch (Character.toLowerCase(digits.charAt(1))) {
            case 'b' -> 2;
            case 'o' -> 8;
            default -> 16;
        };
        return new java.math.BigInteger(digits.substring(2), radix).toString();
    }
}
