package dev.belay.verify.extract;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the answer in a response by trying sources in order. Immutable.
 *
 * @param sources what counts, best first
 * @param tail only the last so many characters are searched; 0 searches all
 */
public record Extractor(List<Source> sources, int tail) {

    private static final String THINK_END = "</think>";
    private static final Pattern LEADING = Pattern.compile("^[\\s,;:]+");
    private static final int MAX_LENGTH = 1 << 20;

    public Extractor {
        sources = List.copyOf(sources);
        if (tail < 0) {
            throw new IllegalArgumentException("tail is at least 0, got " + tail);
        }
    }

    /**
     * The answer, or null when no source has one.
     *
     * @param response the whole response; only what follows the last closing think tag is searched
     * @param choice whether the gold is a choice letter
     */
    public @Nullable Extracted extract(String response, boolean choice) {
        String text = visible(response);
        for (Source source : sources) {
            String found = find(source, text, choice);
            String clean =
                    found == null ? "" : LEADING.matcher(found).replaceFirst("").strip();
            if (!clean.isEmpty()) {
                return new Extracted(clean, source);
            }
        }
        return null;
    }

    private String visible(String response) {
        String text = response.length() > MAX_LENGTH ? response.substring(response.length() - MAX_LENGTH) : response;
        int think = text.lastIndexOf(THINK_END);
        if (think >= 0) {
            text = text.substring(think + THINK_END.length());
        }
        return tail > 0 && text.length() > tail ? text.substring(text.length() - tail) : text;
    }

    private static @Nullable String find(Source source, String text, boolean choice) {
        return switch (source) {
            case SIGNED_OFF -> choice ? null : Anchors.signedOff(text);
            case BOXES -> Boxes.joined(text);
            case LAST_BOX -> Boxes.last(text);
            case TAG -> Tags.answer(text);
            case HASHES -> Tags.hashes(text);
            case ANCHOR -> choice ? null : Anchors.find(text);
            case LAST_MATH -> choice ? null : LastMath.find(text);
            case LAST_NUMBER -> LastMath.number(text);
            case CHOICE -> choice ? Choices.find(text) : null;
        };
    }
}
