package dev.belay.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What golds of public data sets lost to escaping, put back: 90^ for 90^\circ, x|x&gt;1 for \{x|x&gt;1\}, \\frac for \frac. Only
 * golds that cannot be read are mended; an answer that ends so was cut, and nobody can tell where.
 */
final class Mending {

    private static final int LONGEST = 400;
    private static final Pattern DEGREE = Pattern.compile("\\s*\\d{1,3}(?:\\.\\d{1,9})?\\s*\\^\\s*");
    private static final Pattern BUILDER = Pattern.compile("\\s*[a-z]\\s*(?:\\||\\\\mid\\b).*");
    private static final Pattern DOUBLED = Pattern.compile("\\\\\\\\(?=[A-Za-z{}])");

    private Mending() {}

    /** What an unreadable gold may have been, in the order to try. */
    static List<String> candidates(String gold) {
        if (gold.length() > LONGEST) {
            return List.of();
        }
        List<String> mended = new ArrayList<>();
        if (DEGREE.matcher(gold).matches()) {
            mended.add(gold + "\\circ");
        }
        if (BUILDER.matcher(gold).matches()) {
            mended.add("\\{" + gold + "\\}");
        }
        String single = DOUBLED.matcher(gold).replaceAll("\\\\");
        if (!single.equals(gold) && !gold.contains("\\begin")) {
            mended.add(single);
        }
        return mended;
    }
}
