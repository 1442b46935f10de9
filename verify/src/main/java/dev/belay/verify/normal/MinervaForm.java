package dev.belay.verify.normal;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The string normal form of Minerva's evaluation (Lewkowycz et al., "Solving Quantitative Reasoning Problems with
 * Language Models", arXiv 2206.14858, appendix D.1), which DAPO's reward uses (Yu et al., arXiv 2503.14476).
 */
public final class MinervaForm {

    private static final List<String> REMOVED = List.of(
            "square",
            "ways",
            "integers",
            "dollars",
            "mph",
            "inches",
            "hours",
            "km",
            "units",
            "\\ldots",
            "points",
            "feet",
            "minutes",
            "digits",
            "cents",
            "degrees",
            "cm",
            "gm",
            "pounds",
            "meters",
            "meals",
            "edges",
            "students",
            "childrentickets",
            "multiples",
            "\\text{s}",
            "\\text{.}",
            "\\text{\ns}",
            "\\text{}^2",
            "\\text{}^3",
            "\\text{\n}",
            "\\text{}",
            "\\mathrm{th}",
            "^\\circ",
            "^{\\circ}",
            "\\;",
            ",\\!",
            "{,}",
            "\"",
            "\\dots");
    private static final Pattern TEXT = Pattern.compile("\\\\text\\{(.*?)\\}");
    private static final Pattern BOXED = Pattern.compile("(\\\\boxed\\{)(.*)(\\})");
    private static final Pattern FRAC = Pattern.compile("(frac)([^{])(.)");
    private static final Pattern SQRT = Pattern.compile("(sqrt)([^{])");
    private static final int MAX_LENGTH = 4_096;

    private MinervaForm() {}

    /** The normal form of a final answer; texts above 4,096 characters are only stripped. */
    public static String of(String answer) {
        if (answer.length() > MAX_LENGTH) {
            return answer.strip();
        }
        String s = answer.substring(answer.lastIndexOf('=') + 1);
        s = s.replace("an ", "")
                .replace("a ", "")
                .replace(".$", "$")
                .replace("\\$", "")
                .replace("\\ ", "");
        s = s.replace(" ", "")
                .replace("mbox", "text")
                .replace(",\\text{and}", ",")
                .replace("\\text{and}", ",");
        s = s.replace("\\text{m}", "\\text{}");
        for (String word : REMOVED) {
            s = s.replace(word, "");
        }
        int dollar = s.indexOf('$');
        int close = s.lastIndexOf('$');
        if (dollar >= 0 && close > dollar) {
            s = s.substring(dollar + 1, close);
        }
        s = TEXT.matcher(s).replaceAll("$1");
        s = s.replaceAll("\\\\textbf\\{(.*?)\\}", "$1").replaceAll("\\\\overline\\{(.*?)\\}", "$1");
        Matcher boxed = BOXED.matcher(s);
        if (boxed.find()) {
            s = boxed.group(2);
        }
        s = FRAC.matcher(s).replaceAll("frac{$2}{$3}");
        s = SQRT.matcher(s).replaceAll("sqrt{$2}").replace("$", "").strip();
        String digits = s.replace(",", "");
        return !digits.isEmpty() && digits.chars().allMatch(Character::isDigit) ? digits : s;
    }
}
