/** What counts as the same answer: {@link dev.belay.verify.policy.Policy} and its named switches. */
@NullMarked
package dev.belay.verify.policy;

import org.jspecify.annotations.NullMarked;
