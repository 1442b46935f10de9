package dev.belay.loop.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells by which of several known strategies a completion solves its problem. Pure. */
public interface StrategyDetector {
    /** Knows no strategies. */
    StrategyDetector NONE = new ByPrefix(Map.of());

    /** What {@link #of} answers when it recognises none. */
    String OTHER = "other";

    /** The strategies it can tell, in report order, without {@link #OTHER}. */
    List<String> names();

    /** One of {@link #names} or {@link #OTHER}. */
    String of(String completion);

    /**
     * The strategy shows in how the completion begins, white space aside.
     *
     * @param prefixes strategy name to the text it begins with; the first that fits wins
     */
    record ByPrefix(Map<String, String> prefixes) implements StrategyDetector {
        public ByPrefix {
            prefixes = Collections.unmodifiableMap(new LinkedHashMap<>(prefixes));
        }

        @Override
        public List<String> names() {
            return List.copyOf(prefixes.keySet());
        }

        @Override
        public String of(String completion) {
            String text = completion.stripLeading();
            for (Map.Entry<String, String> e : prefixes.entrySet()) {
                if (text.startsWith(e.getValue())) {
                    return e.getKey();
                }
            }
            return OTHER;
        }
    }
}
