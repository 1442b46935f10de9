package dev.belay.model.jinja;

/**
 * Finds a text in a text, and pays for it. Time is linear in what is gone through: {@code String.indexOf} compares up to
 * length times length, which a template of a hundred characters can make a matter of hours.
 *
 * <p>Long texts are looked for as in Knuth, Morris, Pratt: Fast pattern matching in strings (1977).
 */
final class Needle {
    /** Up to this length {@code String.indexOf} is the faster one, whatever the texts. */
    private static final int SHORT = 16;

    private Needle() {}

    /** The first place at or behind {@code from}, else -1. */
    static int firstIn(String text, String wanted, int from) {
        int at =
                wanted.length() <= SHORT ? text.indexOf(wanted, from) : place(text, from, text.length(), wanted, false);
        Budget.payText((at < 0 ? text.length() : at) - from + wanted.length());
        return at;
    }

    /** The last place that ends at or before {@code to}, else -1. */
    static int lastIn(String text, String wanted, int to) {
        int at = -1;
        if (wanted.length() <= to) {
            at = wanted.length() <= SHORT
                    ? text.lastIndexOf(wanted, to - wanted.length())
                    : place(text, 0, to, wanted, true);
        }
        Budget.payText(to - Math.max(at, 0) + wanted.length());
        return at;
    }

    private static int place(String text, int from, int to, String wanted, boolean backward) {
        if (wanted.length() > to - from) {
            return -1;
        }
        int[] borders = borders(wanted, backward);
        int matched = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(backward ? to - 1 - (i - from) : i);
            while (matched > 0 && letter(wanted, matched, backward) != c) {
                matched = borders[matched - 1];
            }
            if (letter(wanted, matched, backward) == c && ++matched == wanted.length()) {
                return backward ? to - 1 - (i - from) : i + 1 - wanted.length();
            }
        }
        return -1;
    }

    /** For each prefix, the length of its longest proper prefix that is also its end. */
    private static int[] borders(String wanted, boolean backward) {
        int[] borders = new int[wanted.length()];
        int matched = 0;
        for (int i = 1; i < wanted.length(); i++) {
            while (matched > 0 && letter(wanted, matched, backward) != letter(wanted, i, backward)) {
                matched = borders[matched - 1];
            }
            if (letter(wanted, matched, backward) == letter(wanted, i, backward)) {
                matched++;
            }
            borders[i] = matched;
        }
        return borders;
    }

    private static char letter(String wanted, int place, boolean backward) {
        return wanted.charAt(backward ? wanted.length() - 1 - place : place);
    }
}
