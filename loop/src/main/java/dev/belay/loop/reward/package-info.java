/**
 * Third stage: scores. A {@link dev.belay.loop.reward.Reward} judges a group; {@link dev.belay.loop.reward.Noise} may
 * corrupt its verdict; the {@link dev.belay.loop.reward.RewardPanel} runs all of a recipe's rewards and measures the
 * true one beside them.
 *
 * <p>A reward that fails says {@link dev.belay.loop.reward.Score.Ungradable}: it is counted and leaves the group, and
 * is never taken for a zero.
 *
 * <p>A reward is a record of options. One that asks a model finds it in its {@link dev.belay.loop.reward.RewardContext};
 * whoever runs the panel opens and closes {@link dev.belay.loop.reward.RewardModels}.
 *
 * <p>To add one: a record that implements {@code Reward} or {@code Noise}, a line in
 * {@link dev.belay.loop.reward.Rewards} or {@link dev.belay.loop.reward.Noises}, a test, a paragraph in
 * docs/PAPERS.md.
 */
@NullMarked
package dev.belay.loop.reward;

import org.jspecify.annotations.NullMarked;
