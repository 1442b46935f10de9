/**
 * Rewards of length: they read token counts, never text, because tokens are what a budget is spent in.
 *
 * <p>n is the number of tokens the policy generated in one response, the end-of-sequence token included.
 */
@NullMarked
package dev.belay.verify.rules.length;

import org.jspecify.annotations.NullMarked;
