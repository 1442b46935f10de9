/**
 * Rule checkers: small, pure judgements of a response that need no reference answer.
 *
 * <p>A rule is a record whose components are its options. It is given a text (or a length, or a group of lengths) and
 * returns a {@link dev.belay.verify.rules.RuleResult}: passed or not, a score inside a stated
 * {@link dev.belay.verify.rules.ScoreRange}, the reason, and the piece of text that decided. Rules hold no state, read
 * no clock, start no thread, and answer every string - control characters and lone surrogates included - in time linear
 * in its length. What a rule cannot know it does not score: a crash is never a zero.
 *
 * <pre>
 *   text         what counts as white space, a word, a sentence; the last complete box
 *   format       think and answer tags, boxes
 *   length       overlong, cosine, up-to-limit and relative length rewards (token counts in, scores out)
 *   repetition   n-gram penalties, back-to-back repeats
 *   phrase       reasoning phrases
 *   language     share of a script, language of a text
 *   instruction  the 25 IFEval constraints, their registry, strict and loose scoring, conflicts
 *   grounding    refusals and citations
 *   execution    the seam where a sandbox for code is plugged in
 * </pre>
 *
 * <p>To add a rule: one record that implements {@link dev.belay.verify.rules.TextRule}, its options checked in the
 * compact constructor, its source in the Javadoc, one test with a table of texts worked out by hand.
 */
@NullMarked
package dev.belay.verify.rules;

import org.jspecify.annotations.NullMarked;
