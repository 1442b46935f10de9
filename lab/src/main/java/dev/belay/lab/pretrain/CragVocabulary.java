package dev.belay.lab.pretrain;

import dev.belay.loop.data.chains.Chain;
import dev.belay.loop.data.chains.ChainFormat;
import dev.belay.model.tokenizer.CharacterVocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of the embedded base models: single characters, and whole words where the corpus has fixed ones, which
 * keeps completions short without hiding any arithmetic from the model (numbers are digits).
 */
final class CragVocabulary {
    static final CharacterVocabulary TOKENS =
            CharacterVocabulary.of(words(), "0123456789+-=;.,?: \n{}()abcdefghijklmnopqrstuvwxyz");

    private CragVocabulary() {}

    private static List<String> words() {
        List<String> words =
                new ArrayList<>(List.of(ChainFormat.USER, ChainFormat.BOT, ChainFormat.BOX, ChainFormat.CODE_HEADER));
        Traces.connectives().forEach(words::addAll);
        words.addAll(List.of(" plus ", " minus "));
        words.addAll(Chain.numberWords());
        return words;
    }
}
