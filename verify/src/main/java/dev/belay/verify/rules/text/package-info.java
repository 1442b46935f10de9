/**
 * What the rules mean by white space, word, sentence and box.
 *
 * <p>The reference implementations of most rules are Python, and their results hang on Python's character classes; these
 * scanners reproduce them exactly where that is cheap and say where they do not. All are single passes without regular
 * expressions, because a backtracking match is quadratic on the texts a policy under training can produce.
 */
@NullMarked
package dev.belay.verify.rules.text;

import org.jspecify.annotations.NullMarked;
