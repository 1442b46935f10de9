package dev.belay.verify.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Other texts that a bare answer may stand for. */
public final class Phrases {

    private static final int MAX_LENGTH = 2_000;
    private static final String[] LEADS = {" is ", " are ", " be ", " equals ", " to ", "=", ":", "是", "为"};

    private Phrases() {}

    /** The content of the last box if the text has boxes inside other text, else the text. */
    public static String unboxed(String text) {
        if (text.indexOf("boxed") < 0 && text.indexOf("fbox") < 0) {
            return text;
        }
        String box = Boxes.joined(text);
        return box == null ? text : box;
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
