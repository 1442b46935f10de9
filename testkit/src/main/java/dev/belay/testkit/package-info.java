/**
 * Fakes and checks for tests, without native code: everything here runs in milliseconds and repeats bit for bit.
 *
 * <ul>
 *   <li>{@link dev.belay.testkit.TableModel}: a language model small enough to be exact, with true gradients, AdamW,
 *       sampling and files; what the loop is tested with.
 *   <li>{@link dev.belay.testkit.ScriptedModel}: says what the test tells it to say and records the weights it is given.
 *   <li>{@link dev.belay.testkit.ScriptedClassifier}: judges by a rule and remembers what it was shown.
 *   <li>{@link dev.belay.testkit.ByteTokenizer}, {@link dev.belay.testkit.CharTokenizer}: text to ids by a rule.
 *   <li>{@link dev.belay.testkit.GradCheck}: token weights against finite differences of the loss they claim to
 *       differentiate.
 *   <li>{@link dev.belay.testkit.ChiSquare}: do these counts come from that distribution?
 * </ul>
 */
@NullMarked
package dev.belay.testkit;

import org.jspecify.annotations.NullMarked;
