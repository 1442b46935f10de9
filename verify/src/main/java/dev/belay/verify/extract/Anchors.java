package dev.belay.verify.extract;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers behind words that announce them. */
final class Anchors {

    private static final int REACH = 400;
    private static final int TRIES = 4;

    /** Strongest first; lower case. A weaker one is tried only when no stronger one leads to anything. */
    private static final List<List<String>> WORDS = List.of(
            List.of("final answer is", "final answer:", "final answer**", "final answer"),
            List.of(
                    "answer is",
                    "answer:",
                    "answer**",
                    "# answer",
                    "answer =",
                    "answers are",
                    "réponse est",
                    "réponse :",
                    "réponse:",
                    "respuesta es",
                    "respuesta:",
                    "resposta é",
                    "antwort ist",
                    "antwort:",
                    "antwort lautet",
                    "risposta è",
                    "ответ:",
                    "ответ —",
                    "答案是",
                    "答案为",
                    "答案：",
                    "答案:",
                    "答えは",
                    "答え：",
                    "정답은",
                    "الإجابة هي",
                    "answer\n"),
            List.of("therefore,", "therefore", "thus,", "thus", "hence", "所以", "因此", "donc", "daher"));

    private static final Pattern LEAD =
            Pattern.compile("^[\\s:：=*_#>]*(?:(?:is|are|est|es|ist|be|it's|is:)\\b[\\s:*]*)?");
    private static final Pattern SENTENCE_END = Pattern.compile("\\.(?=\\s|$|\\*)|。|\\n\\n|<\\||\\bI hope\\b");

    private Anchors() {}

    static @Nullable String find(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() != text.length()) {
            return null;
        }
        for (List<String> level : WORDS.subList(0, 2)) {
            int from = lower.length();
            for (int tries = 0; tries < TRIES && from > 0; tries++) {
                int at = -1;
                int end = -1;
                for (String word : level) {
                    int hit = lower.lastIndexOf(word, from - 1);
                    if (hit > at || (hit == at && hit >= 0 && hit + word.length() > end)) {
                        at = hit;
                        end = hit + word.length();
                    }
                }
                if (at < 0) {
                    break;
                }
                String answer = behind(text, end);
                if (answer != null) {
                    return answer;
                }
                from = at;
            }
        }
        return null;
    }

    /** The value of "Final Answer: The final answer is X. I hope it is correct." */
    static @Nullable String signedOff(String text) {
        int end = text.lastIndexOf("I hope it is correct");
        int start = end < 0 ? -1 : text.lastIndexOf("inal answer is", end);
        return start < 0 || end - start > REACH ? null : behind(text, start + "inal answer is".length());
    }

    private static @Nullable String behind(String text, int start) {
        String rest = text.substring(start, Math.min(text.length(), start + REACH));
        Matcher lead = LEAD.matcher(rest);
        int from = lead.find() ? lead.end() : 0;
        rest = rest.substring(from);
        Matcher end = SENTENCE_END.matcher(rest);
        String sentence = end.find() ? rest.substring(0, end.start()) : rest;
        int verb = Math.max(sentence.lastIndexOf(" is "), sentence.lastIndexOf(" are "));
        if (verb >= 0 && sentence.substring(verb + 4).chars().anyMatch(Character::isDigit)) {
            // "The volume of $ABC$ is 120": the value stands behind the verb.
            sentence = sentence.substring(verb + 4);
            rest = rest.substring(verb + 4);
        }
        String formula = Formulas.first(rest, 60);
        if (formula != null) {
            return formula;
        }
        int line = sentence.indexOf('\n');
        if (line >= 0) {
            sentence = sentence.substring(0, line);
        }
        String plain = sentence.replace("**", "").replace("__", "").strip();
        return plain.isEmpty() ? null : plain;
    }
}
