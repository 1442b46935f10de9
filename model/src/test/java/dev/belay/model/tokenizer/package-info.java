/** Tests of the tokenizers. */
@NullMarked
package dev.belay.model.tokenizer;

import org.jspecify.annotations.NullMarked;
