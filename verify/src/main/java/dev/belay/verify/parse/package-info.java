/**
 * Text to tree. {@link dev.belay.verify.parse.Reader} is the entry; {@code Lexer} folds LaTeX, Unicode and plain
 * spelling into one token list, the parsers climb precedence over it. Reading is total (a prefix is never accepted),
 * linear in the text, and bounded in depth.
 */
@NullMarked
package dev.belay.verify.parse;

import org.jspecify.annotations.NullMarked;
