package dev.belay.verify.extract;

/**
 * An answer found in a response.
 *
 * @param text the answer's text, still in its own spelling
 * @param source where it stood
 */
public record Extracted(String text, Source source) {}
