package dev.belay.model.tokenizer;

/**
 * Tokens with their places in the text, in UTF-16 units. Several tokens may share a character that none of them is all of.
 *
 * @param ids (T)
 * @param starts (T)
 * @param ends (T) behind the last unit; equal to the start for a token without text
 */
public record TokenSpans(int[] ids, int[] starts, int[] ends) {}
