package dev.belay.testkit;

import dev.belay.model.InvalidInputException;
import dev.belay.model.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.IntStream;

/** One id for each byte of the UTF-8 text (0 … 255), then {@code <pad>} and {@code <eos>}: 258 ids, any text. */
public final class ByteTokenizer implements Tokenizer {
    public static final int PAD = 256;
    public static final int EOS = 257;

    @Override
    public int[] encode(String text) {
        return SpecialTokens.split(text).stream()
                .flatMapToInt(ByteTokenizer::ids)
                .toArray();
    }

    private static IntStream ids(String piece) {
        int special = SpecialTokens.ALL.indexOf(piece);
        if (special >= 0) {
            return IntStream.of(PAD + special);
        }
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF);
    }

    @Override
    public String decode(int[] ids) {
        return text(ids, false);
    }

    @Override
    public String decodeWithSpecials(int[] ids) {
        return text(ids, true);
    }

    private static String text(int[] ids, boolean specials) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(ids.length);
        for (int id : ids) {
            if (id < 0 || id > EOS) {
                throw new InvalidInputException("token ids must be in [0, " + EOS + "], got " + id);
            }
            if (id < PAD) {
                bytes.write(id);
            } else if (specials) {
                bytes.writeBytes(SpecialTokens.ALL.get(id - PAD).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int vocabSize() {
        return EOS + 1;
    }

    @Override
    public Set<Integer> specialIds() {
        return Set.of(PAD, EOS);
    }
}
