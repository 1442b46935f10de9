/**
 * Rules for answers grounded in numbered documents: does the response refuse, and do its statements cite. Whether a
 * cited document supports a statement takes a model; it enters through
 * {@link dev.belay.verify.rules.grounding.Support}.
 */
@NullMarked
package dev.belay.verify.rules.grounding;

import org.jspecify.annotations.NullMarked;
