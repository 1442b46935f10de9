/**
 * The part of the Jinja template language that chat templates use, as Python's jinja2 runs it with the settings of
 * transformers: blocks trimmed, sandboxed, {@code tojson} without HTML escapes, {@code break} and {@code continue},
 * {@code raise_exception}, {@code strftime_now} and {@code {% generation %}}.
 *
 * <pre>
 *   source ── Lexer ──▶ Token… ── StatementParser, ExpressionParser ──▶ Statement, Expression ── Interpreter ──▶ text
 * </pre>
 *
 * <p>{@link dev.belay.model.jinja.JinjaTemplate} is all a user needs. A template is a stranger's program, so it runs on a
 * {@code Budget}: work, text created, and depth are bounded, and whatever it does ends in text or in an {@link
 * dev.belay.model.InvalidInputException} that names the line. Nothing here reflects, reads a file or looks at the clock.
 *
 * <p>Deviations from jinja2: {@code safe} and {@code escape} give plain text (their only use in chat templates is to pass it
 * on), a generator is computed when it is made, and templates cannot include, import or extend others. To add a filter,
 * add a line to {@code Filters}; a test, to {@code Tests}; a method of text, to {@code TextMethods}.
 */
@NullMarked
package dev.belay.model.jinja;

import org.jspecify.annotations.NullMarked;
