/**
 * Chains: multi-step integer arithmetic, in symbols or in words, generated from a seed.
 *
 * <p>A {@link dev.belay.loop.data.chains.Chain} is the problem, {@link dev.belay.loop.data.chains.ChainSpace} all
 * problems of one difficulty with their disjoint train and test splits, {@link
 * dev.belay.loop.data.chains.Chains} hands them to the loop as {@code use: chains}.
 */
@NullMarked
package dev.belay.loop.data.chains;

import org.jspecify.annotations.NullMarked;
