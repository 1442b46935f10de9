package dev.belay.testkit;

import dev.belay.model.InvalidInputException;
import dev.belay.model.Tokenizer;
import java.util.Set;
import java.util.stream.IntStream;

/** {@code <pad>} is 0, {@code <eos>} is 1, then one id for each character of a given alphabet, in its order. */
public final class CharTokenizer implements Tokenizer {
    public static final int PAD = 0;
    public static final int EOS = 1;

    private static final int FIRST = 2;

    private final String alphabet;

    /** @param alphabet the characters known, each once */
    public CharTokenizer(String alphabet) {
        if (alphabet.chars().distinct().count() != alphabet.length()) {
            throw new InvalidInputException("the characters of an alphabet must be distinct, got \"" + alphabet + "\"");
        }
        this.alphabet = alphabet;
    }

    @Override
    public int[] encode(String text) {
        return SpecialTokens.split(text).stream().flatMapToInt(this::ids).toArray();
    }

    private IntStream ids(String piece) {
        int special = SpecialTokens.ALL.indexOf(piece);
        return special >= 0 ? IntStream.of(special) : piece.chars().map(this::id);
    }

    private int id(int character) {
        int at = alphabet.indexOf(character);
        if (at < 0) {
            throw new InvalidInputException("character '" + (char) character + "' is not in the alphabet \"" + alphabet
                    + "\" of this tokenizer");
        }
        return FIRST + at;
    }

    @Override
    public String decode(int[] ids) {
        return text(ids, false);
    }

    @Override
    public String decodeWithSpecials(int[] ids) {
        return text(ids, true);
    }

    private String text(int[] ids, boolean specials) {
        StringBuilder text = new StringBuilder(ids.length);
        for (int id : ids) {
            if (id < 0 || id >= vocabSize()) {
                throw new InvalidInputException("token ids must be in [0, " + vocabSize() + "), got " + id);
            }
            if (id >= FIRST) {
                text.append(alphabet.charAt(id - FIRST));
            } else if (specials) {
                text.append(SpecialTokens.ALL.get(id));
            }
        }
        return text.toString();
    }

    @Override
    public int vocabSize() {
        return FIRST + alphabet.length();
    }

    @Override
    public Set<Integer> specialIds() {
        return Set.of(PAD, EOS);
    }
}
