package dev.belay.verify.rules.execution;

import java.util.Optional;

/**
 * A fenced Markdown code block.
 *
 * @param language the first word behind the opening fence, as written; empty if there is none
 * @param source the lines between the fences, without the last line break
 */
public record FencedCode(String language, String source) {
    private static final String FENCE = "```";

    /** The last complete block whose fences begin their lines; an unclosed one at the end is no block. */
    public static Optional<FencedCode> last(String text) {
        Optional<int[]> last = Optional.empty();
        int open = -1;
        int line = 0;
        while (line < text.length()) {
            int end = text.indexOf('\n', line);
            end = end < 0 ? text.length() : end;
            if (text.startsWith(FENCE, line)) {
                if (open >= 0) {
                    last = Optional.of(new int[] {open, line});
                }
                open = open < 0 ? line : -1;
            }
            line = end + 1;
        }
        return last.map(span -> read(text, span[0], span[1]));
    }

    private static FencedCode read(String text, int open, int close) {
        int body = text.indexOf('\n', open) + 1;
        String info = text.substring(open + FENCE.length(), body - 1).strip();
        int blank = info.indexOf(' ');
        String source = close > body ? text.substring(body, close - 1) : "";
        return new FencedCode(blank < 0 ? info : info.substring(0, blank), source);
    }
}
