package dev.belay.verify.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Other texts that a bare answer may stand for. */
public final class Phrases {

    private static final int MAX_LENGTH = 2_000;
    private static final String[] LEADS = {" is ", " are ", " be ", " equals ", " to ", "=", ":", "是", "为"};

    private static final Pattern CHOICE =
            Pattern.compile("\\(?(?:\\\\(?:text|textbf|mathrm|mathbf)\\{)?\\(?[A-H]\\)?\\.?\\}?\\)?");
    private static final Pattern LEADING_TEXT = Pattern.compile("^\\s*\\\\text\\{[^{}]*\\}");
    private static final Pattern LABEL =
            Pattern.compile("\\s*\\*{0,2}(?:\\\\textbf\\{)?\\(?[A-H]\\)\\}?\\*{0,2}[.:]?\\s+(\\S.*)", Pattern.DOTALL);
    private static final Pattern LETTERED =
            Pattern.compile("\\s*(?:\\\\(?:text|textbf|mathrm|mathbf)\\{)?\\s*\\(?([A-H])[).:].*", Pattern.DOTALL);

    private static final Pattern QUALIFIERS = Pattern.compile(
            "\\b(?:not?|never|neither|nor|none|nobody|nothing|cannot|isn|doesn|false|unless|if|whether|or|either|"
                    + "except|but|may|might|maybe|perhaps|hardly|wrong|incorrect|mistake|doubts?|den(?:y|ies)|unlikely|"
                    + "than|least|most|about|between|nearly|almost|only)\\b|n['’]t\\b|不是|并非|不为|不等于|不可能|不一定|未必");

    /** One word, maybe in a text box, bold or with a full stop. */
    private static final Pattern LONE_WORD =
            Pattern.compile("[\\s*$\"'.]*(?:\\\\(?:text|textbf|mathrm|mathbf)\\{)?\\s*\\p{L}+[\\s*$\"'.!}]*");

    private Phrases() {}

    /** The content of the last box if the text has boxes inside other text, else the text. */
    public static String unboxed(String text) {
        if (text.indexOf("boxed") < 0 && text.indexOf("fbox") < 0) {
            return text;
        }
        String box = Boxes.joined(text);
        return box == null ? text : box;
    }

    /** The letter of "(C) 12" or "C. 12 cm" when the gold is a choice letter; null otherwise. */
    public static @Nullable String choice(String gold, String answer) {
        if (!isChoice(gold)) {
            return null;
        }
        Matcher m = LETTERED.matcher(answer);
        return m.matches() ? m.group(1) : null;
    }

    /** Whether a sentence has a word that denies, doubts or restricts what it says, or is too long to tell. */
    public static boolean isQualified(String text) {
        return text.length() > MAX_LENGTH
                || QUALIFIERS.matcher(text.toLowerCase(Locale.ROOT)).find();
    }

    /**
     * The candidates of a qualified sentence that may stand for it all the same: a lone word such as "false" that is
     * the only thing in it to deny, doubt or restrict anything.
     */
    public static List<String> loneQualifiers(String sentence) {
        List<String> lone = new ArrayList<>();
        for (String phrase : candidates(sentence, false, true)) {
            int at = sentence.lastIndexOf(phrase);
            if (at >= 0 && LONE_WORD.matcher(phrase).matches() && isQualified(phrase)) {
                String rest = sentence.substring(0, at) + " " + sentence.substring(at + phrase.length());
                if (!isQualified(rest)) {
                    lone.add(phrase);
                }
            }
        }
        return lone;
    }

    /** A text without the text box that it begins with. */
    public static String withoutLeadingText(String text) {
        return text.length() > MAX_LENGTH ? text : LEADING_TEXT.matcher(text).replaceFirst("");
    }

    /** The label of "C) 10". */
    public static String letter(String text) {
        return text.replaceFirst("(?s)^[^A-H]*([A-H])\\).*$", "$1");
    }

    /** What follows the choice label of "C) 10" or "**C)** 10"; the text itself when it has none. */
    public static String unlettered(String text) {
        if (text.length() > MAX_LENGTH) {
            return text;
        }
        Matcher m = LABEL.matcher(text);
        return m.matches() && !m.group(1).isBlank() ? m.group(1) : text;
    }

    /** Whether a text is a single capital letter, maybe in brackets or a text box. */
    public static boolean isChoice(String text) {
        return text.length() < 40 && CHOICE.matcher(text.strip()).matches();
    }

    /** Candidate values inside a sentence, most promising first. */
    public static List<String> candidates(String answer, boolean shredded, boolean prose) {
        List<String> all = new ArrayList<>();
        if (answer.length() > MAX_LENGTH) {
            return all;
        }
        String text = answer;
        if (shredded && text.contains("matrix}")) {
            text = text.replaceAll("\\\\(?:begin|end)\\{[pb]?matrix\\}", " ")
                    .replace("\\\\", " ")
                    .strip();
            all.add(text.replaceAll("\\s+([_^}])", "$1").replaceAll("([_^{])\\s+", "$1"));
            all.add(text.replaceAll("\\s+", ""));
        }
        if (prose) {
            String bare = withoutLeadingText(text);
            if (bare.length() < text.length()) {
                all.add(bare);
            }
            String plain = text.replace("\\ ", " ");
            String lower = plain.toLowerCase(Locale.ROOT);
            for (String lead : LEADS) {
                int at = lower.lastIndexOf(lead);
                if (at > 0 && lower.length() == plain.length()) {
                    all.add(plain.substring(at + lead.length()));
                }
            }
            String anchored = Anchors.find(plain);
            if (anchored != null) {
                all.add(anchored);
            }
        }
        return all;
    }
}
