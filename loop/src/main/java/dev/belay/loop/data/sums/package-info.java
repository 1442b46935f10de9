/** Sums of two numbers with worked examples in front: a first task for a general pretrained model. */
@NullMarked
package dev.belay.loop.data.sums;

import org.jspecify.annotations.NullMarked;
