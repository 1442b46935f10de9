/**
 * Rules against text that repeats itself. All count n-grams exactly, without hash collisions: n-grams get their numbers
 * by doubling ({@link dev.belay.verify.rules.repetition.Ngrams}), which costs a table look-up per position and step.
 */
@NullMarked
package dev.belay.verify.rules.repetition;

import org.jspecify.annotations.NullMarked;
