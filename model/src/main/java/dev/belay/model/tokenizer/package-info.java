/**
 * Tokenizers as Hugging Face stores them.
 *
 * <p>{@link dev.belay.model.tokenizer.HfTokenizer} runs any tokenizer.json through the Rust library that transformers uses
 * too; {@link dev.belay.model.tokenizer.CharacterVocabulary} writes the tokenizer.json of a small model with one token for
 * each character.
 */
@NullMarked
package dev.belay.model.tokenizer;

import org.jspecify.annotations.NullMarked;
