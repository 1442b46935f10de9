package dev.belay.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class RunProgressTest {
    private final StringWriter text = new StringWriter();

    private String checking(int total) {
        try (Interruption interruption = Interruption.watch();
                RunProgress progress = new RunProgress(new PrintWriter(text, true), interruption)) {
            progress.onCheckingPrompts("training", 0, total);
            progress.onCheckingPrompts("training", total / 2, total);
            progress.onCheckingPrompts("training", total, total);
        }
        return text.toString();
    }

    @Test
    void onCheckingPrompts_many_showsHowFarItIs() {
        assertThat(checking(30_000))
                .contains("checking training prompts 30000/30000")
                .contains("done in");
    }

    @Test
    void onCheckingPrompts_few_isSilent() {
        assertThat(checking(300)).isEmpty();
    }
}
