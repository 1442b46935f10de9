package dev.belay.loop;

import dev.belay.model.ChatFormat;
import dev.belay.model.InvalidInputException;
import dev.belay.model.Tokenizer;
import dev.belay.testkit.ByteTokenizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Bytes, with a chat format: {@code user:hi<eos>assistant:yes<eos>}, and a last line where a prompt is asked for. It cannot
 * encode {@value #UNKNOWN}, has an id of nobody's for {@value #OUTSIDE}, and the format refuses the role of {@code refused}.
 */
public record Chatting(String refused) implements Tokenizer, ChatFormat {
    public static final String UNKNOWN = "\u03a9";
    public static final String OUTSIDE = "\u0416";
    private static final Tokenizer BYTES = new ByteTokenizer();

    /** One whose format refuses nothing. */
    public Chatting() {
        this("");
    }

    @Override
    public int[] encode(String text) {
        if (text.contains(UNKNOWN)) {
            throw new InvalidInputException("there is no token for " + UNKNOWN);
        }
        return text.contains(OUTSIDE) ? new int[] {vocabSize()} : BYTES.encode(text);
    }

    @Override
    public String decode(int[] ids) {
        return BYTES.decode(ids);
    }

    @Override
    public String decodeWithSpecials(int[] ids) {
        return BYTES.decodeWithSpecials(ids);
    }

    @Override
    public int vocabSize() {
        return BYTES.vocabSize();
    }

    @Override
    public Set<Integer> specialIds() {
        return BYTES.specialIds();
    }

    @Override
    public Optional<ChatFormat> chatFormat() {
        return Optional.of(this);
    }

    @Override
    public String prompt(List<Turn> turns, Map<String, Boolean> switches) {
        return finished(turns, switches) + "assistant:";
    }

    @Override
    public String finished(List<Turn> turns, Map<String, Boolean> switches) {
        StringBuilder all = new StringBuilder();
        for (Turn turn : turns) {
            if (turn.role().equals(refused)) {
                throw new InvalidInputException("the chat template takes no " + refused + " turn");
            }
            all.append(turn.role()).append(':').append(turn.text()).append("<eos>");
        }
        return all.toString();
    }
}
