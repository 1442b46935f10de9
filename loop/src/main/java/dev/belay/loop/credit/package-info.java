/**
 * Fourth stage: advantages. A {@link dev.belay.loop.credit.Credit} turns the rewards of a batch into one number for
 * each token. S sequences are numbered through group by group; everything is indexed {@code [sequence][token]}.
 */
@NullMarked
package dev.belay.loop.credit;

import org.jspecify.annotations.NullMarked;
