package dev.belay.lab.pretrain;

import dev.belay.loop.data.chains.Chain;
import dev.belay.loop.data.chains.ChainFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of the embedded base models: single characters, and whole words where the corpus has fixed ones, which
 * keeps completions short without hiding any arithmetic from the model (numbers are digits).
 */
public final class CragVocabulary {
    public static final String PAD = "<pad>";
    public static final String EOS = "<eos>";
    private static final String CHARACTERS = "0123456789+-=;.,?: \n{}()abcdefghijklmnopqrstuvwxyz";

    private CragVocabulary() {}

    /** Special tokens; their ids are their places: 0 padding, 1 end of sequence. */
    public static List<String> specials() {
        return List.of(PAD, EOS);
    }

    /** All tokens that stand for text, longer ones first so that a leftmost match is the longest. */
    public static List<String> texts() {
        List<String> tokens =
                new ArrayList<>(List.of(ChainFormat.USER, ChainFormat.BOT, ChainFormat.BOX, ChainFormat.CODE_HEADER));
        Traces.connectives().forEach(tokens::addAll);
        tokens.addAll(List.of(" plus ", " minus "));
        tokens.addAll(Chain.numberWords());
        CHARACTERS.chars().mapToObj(c -> String.valueOf((char) c)).forEach(tokens::add);
        tokens.sort((a, b) -> b.length() != a.length() ? b.length() - a.length() : a.compareTo(b));
        return List.copyOf(tokens);
    }
}
