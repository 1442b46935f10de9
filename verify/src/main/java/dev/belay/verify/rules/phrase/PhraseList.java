package dev.belay.verify.rules.phrase;

import java.util.List;
import java.util.stream.Stream;

/** The published phrase lists: lower-case substrings, blanks and commas significant, misspelling as shipped. */
public final class PhraseList {

    /** The 40 of the math reward. */
    public static final List<String> MATH = List.of(
            "i need to",
            "we need to",
            "wait",
            "alternatively",
            "let me check",
            "let me see",
            "let's focus on",
            "we know that",
            "we can observe ",
            "we can see ",
            "let me try",
            "let's try",
            "let us try",
            "first, ",
            "firstly, ",
            "next, ",
            "finally, ",
            "let us first",
            "let's first",
            "let me first",
            "try again",
            "still not",
            "not working",
            "not correct",
            "does not work",
            "doesn't work",
            "makes sence",
            "since we ",
            "because we ",
            "consequently",
            "as a result",
            "thus",
            "therefore",
            "hence",
            "so that",
            "thereby",
            "if we",
            "given there ",
            "for instance ",
            "for example ");

    /** Those 40 and the 13 added for open-ended tasks. */
    public static final List<String> OPEN_ENDED = Stream.concat(
                    MATH.stream(),
                    Stream.of(
                            "1. ",
                            "2. ",
                            "3. ",
                            "4. ",
                            "step 1 ",
                            "step 2 ",
                            "step 3. ",
                            "step 4 ",
                            "considering the",
                            "i'll",
                            "i will",
                            "i would",
                            "i should"))
            .toList();

    private PhraseList() {}
}
