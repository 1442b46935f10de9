/**
 * The reasoning-pattern reward: it pays for phrases that sound like reasoning and never looks at the answer. An
 * instrument for studies of what a reward really does, not a reward to trust.
 */
@NullMarked
package dev.belay.verify.rules.phrase;

import org.jspecify.annotations.NullMarked;
