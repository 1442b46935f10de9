package dev.belay.loop.data.chains;

import dev.belay.loop.data.StrategyDetector;
import dev.belay.model.RandomKey;
import java.util.List;

/**
 * The raw dialogue text that the embedded base models were brought up on. It is what a prompt must look like, and where
 * a solution's strategy shows.
 */
public final class ChainFormat {
    /** Opens a question. */
    public static final String USER = "user: ";

    /** Opens its solution. */
    public static final String BOT = "\nbot: ";

    /** Opens the answer. */
    public static final String BOX = "\\boxed{";

    /** First word of a solution in code style. */
    public static final String CODE_HEADER = "code ";

    /** Tells code, plain (connected prose) and direct (nothing but an answer) solutions apart. */
    public static final StrategyDetector STRATEGIES = new Strategies();

    private static final RandomKey WORDING = RandomKey.of(1).child("wording");
    private static final double WORDS_SHARE = 0.25;

    private ChainFormat() {}

    /** The prompt of a chain; one in four is in words. A property of the chain, so that corpus and recipes agree. */
    public static String prompt(Chain chain) {
        boolean words = WORDING.child(chain.symbols()).uniform(0) < WORDS_SHARE;
        return USER + (words ? chain.words() : chain.symbols()) + "?" + BOT;
    }

    private static final class Strategies implements StrategyDetector {
        @Override
        public List<String> names() {
            return List.of("code", "plain", "direct");
        }

        @Override
        public String of(String completion) {
            int end = completion.indexOf(USER);
            String own = end < 0 ? completion : completion.substring(0, end);
            if (own.startsWith(CODE_HEADER)) {
                return "code";
            }
            if (own.contains("=")) {
                return "plain";
            }
            return own.contains(BOX) ? "direct" : OTHER;
        }
    }
}
