package dev.belay.verify.rules.format;

import java.util.List;

/** The four tags of the R1 layout, in the order they must stand, and how they are counted. */
enum Tag {
    THINK("<think>", "<think>\n"),
    END_THINK("</think>", "\n</think>\n"),
    ANSWER("<answer>", "\n<answer>\n"),
    END_ANSWER("</answer>", "\n</answer>");

    private final String plain;
    private final String ownLine;

    Tag(String plain, String ownLine) {
        this.plain = plain;
        this.ownLine = ownLine;
    }

    /** The tags a response has to contain itself. */
    static List<Tag> required(ThinkOpening opening) {
        return opening == ThinkOpening.IN_PROMPT ? List.of(END_THINK, ANSWER, END_ANSWER) : List.of(values());
    }

    String text() {
        return plain;
    }

    /** Occurrences without overlap; with {@link TagSpacing#OWN_LINES} only those with their line breaks. */
    int count(String text, TagSpacing spacing) {
        String wanted = spacing == TagSpacing.OWN_LINES ? ownLine : plain;
        int count = 0;
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length())) {
            count++;
        }
        return count;
    }
}
