package dev.belay.verify.normal;

import java.util.regex.Pattern;

/**
 * The string normal form of the MATH data set's own grader (Hendrycks et al., "Measuring Mathematical Problem Solving
 * With the MATH Dataset", arXiv 2103.03874, {@code math_equivalence.py}). Two answers are equal when their forms are.
 */
public final class HendrycksForm {

    private static final Pattern SLASH = Pattern.compile("-?\\d+/-?\\d+");

    private HendrycksForm() {}

    /** The normal form; the text itself where the rules do not apply. */
    public static String of(String text) {
        String s = text.replace("\n", "")
                .replace("\\!", "")
                .replace("\\\\", "\\")
                .replace("tfrac", "frac")
                .replace("dfrac", "frac")
                .replace("\\left", "")
                .replace("\\right", "")
                .replace("^{\\circ}", "")
                .replace("^\\circ", "")
                .replace("\\$", "");
        int unit = s.indexOf("\\text{ ");
        if (unit >= 0 && s.indexOf("\\text{ ", unit + 1) < 0) {
            s = s.substring(0, unit);
        }
        s = s.replace("\\%", "").replace("%", "").replace(" .", " 0.").replace("{.", "{0.");
        if (s.isEmpty()) {
            return s;
        }
        if (s.startsWith(".")) {
            s = "0" + s;
        }
        int equals = s.indexOf('=');
        if (equals >= 0 && equals <= 2 && s.indexOf('=', equals + 1) < 0) {
            s = s.substring(equals + 1);
        }
        s = fractions(roots(s).replace(" ", ""));
        if (s.equals("0.5")) {
            return "\\frac{1}{2}";
        }
        if (SLASH.matcher(s).matches()) {
            int slash = s.indexOf('/');
            return "\\frac{" + s.substring(0, slash) + "}{" + s.substring(slash + 1) + "}";
        }
        return s;
    }

    /** \sqrt3 becomes \sqrt{3}. */
    private static String roots(String s) {
        return Pattern.compile("\\\\sqrt([^\\[{\\s])").matcher(s).replaceAll("\\\\sqrt{$1}");
    }

    /** \frac12, \frac1{72} and their like become \frac{1}{2}, \frac{1}{72}. */
    private static String fractions(String s) {
        StringBuilder out = new StringBuilder();
        String[] parts = s.split("\\\\frac", -1);
        out.append(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            out.append("\\frac");
            if (part.isEmpty() || part.charAt(0) == '{' || part.length() < 2) {
                out.append(part);
            } else if (part.charAt(1) == '{') {
                out.append('{').append(part.charAt(0)).append('}').append(part, 1, part.length());
            } else {
                out.append('{')
                        .append(part.charAt(0))
                        .append("}{")
                        .append(part.charAt(1))
                        .append('}')
                        .append(part, 2, part.length());
            }
        }
        return out.toString();
    }
}
