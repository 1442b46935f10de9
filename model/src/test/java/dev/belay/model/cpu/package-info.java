/** Tests of the engine for the processor. {@code NaiveTransformer} is the control: the same mathematics in plain fp64 loops. */
@NullMarked
package dev.belay.model.cpu;

import org.jspecify.annotations.NullMarked;
