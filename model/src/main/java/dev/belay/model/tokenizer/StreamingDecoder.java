package dev.belay.model.tokenizer;

import dev.belay.model.Tokenizer;
import java.util.Arrays;

/**
 * Text of tokens that come one by one. What it hands out is never taken back, and put together it is what {@link
 * Tokenizer#decode} makes of all tokens: a character whose bytes are spread over several tokens comes when its last byte
 * does, and a replacement character only when the bytes before it are known to be no character.
 *
 * <p>Decoders look at neighbouring tokens (a space may belong to the word before), so each piece is the difference between
 * the text of a few tokens and the text of one more.
 */
public final class StreamingDecoder {
    private static final char REPLACEMENT = '\uFFFD';

    /** Tokens kept in front of the new ones: as many as a decoder's rules look back on. */
    private static final int CONTEXT = 4;

    /** No character has more bytes, so a token that long ago cannot be waiting for one of now. */
    private static final int MAX_BYTES = 4;

    private final Tokenizer tokenizer;
    private int[] ids = new int[16];
    private int size;

    /** Tokens of {@code ids} from here on are decoded. */
    private int from;

    /** Tokens of {@code ids} before here have been handed out. */
    private int done;

    public StreamingDecoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The text that this token completes; empty while a character is unfinished, and for special tokens. */
    public String push(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        ids[size++] = id;
        String text = decoded(from, size);
        boolean unfinished = !text.isEmpty() && text.charAt(text.length() - 1) == REPLACEMENT;
        if (!unfinished) {
            return advance(size, text);
        }
        // A token that waits for so long belongs to no character; those behind it still may.
        return size - done < MAX_BYTES ? "" : advance(done + 1, decoded(from, done + 1));
    }

    /** The rest: what an unfinished character is shown as. */
    public String finish() {
        return advance(size, decoded(from, size));
    }

    private String advance(int to, String text) {
        String before = decoded(from, done);
        done = to;
        // Decoders drop a space at the start of a text, so what is kept must have a start of its own.
        if (done - from > 4 * CONTEXT && !decoded(done - CONTEXT, done).isEmpty()) {
            from = done - CONTEXT;
        }
        return text.length() > before.length() ? text.substring(before.length()) : "";
    }

    private String decoded(int start, int end) {
        return tokenizer.decode(Arrays.copyOfRange(ids, start, end));
    }
}
