package dev.belay.loop.data;

import java.util.List;

/** Tells by which of several known strategies a completion solves its problem. Pure. */
public interface StrategyDetector {
    /** Knows no strategies. */
    StrategyDetector NONE = new FirstWord(List.of());

    /** What {@link #of} answers when it recognises none. */
    String OTHER = "other";

    /** The strategies it can tell, in report order, without {@link #OTHER}. */
    List<String> names();

    /** One of {@link #names} or {@link #OTHER}. */
    String of(String completion);

    /** The strategy is the completion's first word. */
    record FirstWord(List<String> names) implements StrategyDetector {
        public FirstWord {
            names = List.copyOf(names);
        }

        @Override
        public String of(String completion) {
            String text = completion.strip();
            int end = 0;
            while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
                end++;
            }
            String word = text.substring(0, end);
            return names.contains(word) ? word : OTHER;
        }
    }
}
