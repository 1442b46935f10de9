package dev.belay.app.terminal;

import dev.belay.model.TokenListener;
import dev.belay.model.Tokenizer;
import dev.belay.model.tokenizer.StreamingDecoder;
import java.io.PrintWriter;

/** Shows one completion as it is produced. Nothing shown is taken back, and no character is split. */
public final class StreamedText implements TokenListener {
    private final StreamingDecoder decoder;
    private final PrintWriter out;

    public StreamedText(Tokenizer tokenizer, PrintWriter out) {
        decoder = new StreamingDecoder(tokenizer);
        this.out = out;
    }

    @Override
    public void onToken(int prompt, int sample, int token) {
        show(decoder.push(token));
    }

    /** The completion has ended: shows what was held back, and ends the line. */
    public void end() {
        show(decoder.finish() + "\n");
    }

    private void show(String text) {
        if (!text.isEmpty()) {
            out.print(text);
            out.flush();
        }
    }
}
