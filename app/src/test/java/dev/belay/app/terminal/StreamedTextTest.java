package dev.belay.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testkit.ByteTokenizer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamedTextTest {
    /** A token is a byte: the two of ß and the four of 𝄞 show when the last of them is there, the last one of é never comes. */
    @Test
    void onToken_charactersOfSeveralBytes_showWhenWhole() {
        ByteTokenizer tokenizer = new ByteTokenizer();
        StringWriter shown = new StringWriter();
        List<String> flushed = new ArrayList<>();
        PrintWriter out = new PrintWriter(shown) {
            @Override
            public void flush() {
                flushed.add(shown.toString());
            }
        };
        StreamedText text = new StreamedText(tokenizer, out);
        int[] ids = tokenizer.encode("aß𝄞é");
        for (int i = 0; i < ids.length - 1; i++) {
            text.onToken(0, 0, ids[i]);
        }
        text.end();

        assertThat(flushed).containsExactly("a", "aß", "aß𝄞", "aß𝄞\uFFFD\n");
    }
}
