/** Tests of the torch engine. {@code NaiveTransformer} is the control: the same mathematics in plain fp64 loops. */
@NullMarked
package dev.belay.model.torch;

import org.jspecify.annotations.NullMarked;
