package dev.belay.testkit;

import java.util.ArrayList;
import java.util.List;

/** Splits text at the special tokens written in it; shared by the rule-based tokenizers. */
final class SpecialTokens {
    static final String PAD = "<pad>";
    static final String EOS = "<eos>";
    static final List<String> ALL = List.of(PAD, EOS);

    private SpecialTokens() {}

    /** The pieces of the text in order; a special token is a piece of its own, so is each stretch between them. */
    static List<String> split(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            for (String special : ALL) {
                if (text.startsWith(special, at)) {
                    if (at > from) {
                        pieces.add(text.substring(from, at));
                    }
                    pieces.add(special);
                    from = at + special.length();
                    at = from - 1;
                    break;
                }
            }
        }
        if (from < text.length()) {
            pieces.add(text.substring(from));
        }
        return pieces;
    }
}
