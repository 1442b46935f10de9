package dev.belay.verify.rules.grounding;

import dev.belay.verify.rules.text.Sentences;
import dev.belay.verify.rules.text.Whitespace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One sentence of a response with the documents it cites.
 *
 * @param text the sentence as written
 * @param cited document numbers in order of appearance, each once; whatever number the text writes
 */
public record Statement(String text, List<Integer> cited) {

    public Statement {
        cited = List.copyOf(cited);
    }

    /**
     * The statements of a response. Citations are {@code [3]} or {@code [1, 2]}, of at most six digits each; those that
     * open a sentence belong to the one before, as "It ends. [1] Next" is meant, and count for it without being part of
     * its text. A response that opens with citations gives them to its first statement.
     */
    public static List<Statement> of(String response) {
        List<String> texts = new ArrayList<>();
        List<Set<Integer>> citations = new ArrayList<>();
        for (String sentence : Sentences.split(response)) {
            Set<Integer> cited = new LinkedHashSet<>();
            int lead = leadingCitations(sentence, cited);
            String rest = Whitespace.strip(sentence.substring(lead));
            if (!citations.isEmpty()) {
                citations.getLast().addAll(cited);
                cited.clear();
            }
            if (!rest.isEmpty()) {
                readCitations(rest, cited);
                texts.add(rest);
                citations.add(cited);
            }
        }
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            statements.add(new Statement(texts.get(i), List.copyOf(citations.get(i))));
        }
        return statements;
    }

    private static void readCitations(String text, Set<Integer> cited) {
        for (int at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) {
            Citation.at(text, at).ifPresent(citation -> cited.addAll(citation.documents()));
        }
    }

    /** Reads the citations a sentence opens with, and returns where they and the marks between them end. */
    private static int leadingCitations(String sentence, Set<Integer> cited) {
        int at = 0;
        while (at < sentence.length()) {
            char c = sentence.charAt(at);
            var citation = Citation.at(sentence, at);
            if (citation.isPresent()) {
                cited.addAll(citation.get().documents());
                at = citation.get().end();
            } else if (!cited.isEmpty() && (c == '.' || Whitespace.is(c))) {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }
}
