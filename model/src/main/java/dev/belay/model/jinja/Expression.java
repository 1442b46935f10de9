package dev.belay.model.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has a value. */
sealed interface Expression {
    int line();

    record Literal(Value value, int line) implements Expression {}

    record Name(String name, int line) implements Expression {}

    record ListOf(List<Expression> items, int line) implements Expression {}

    record TupleOf(List<Expression> items, int line) implements Expression {}

    record DictOf(List<Pair> pairs, int line) implements Expression {}

    record Pair(Expression key, Expression value) {}

    /** {@code + - * / // % **} */
    record Binary(String operator, Expression left, Expression right, int line) implements Expression {}

    /** {@code + -} */
    record Unary(String operator, Expression operand, int line) implements Expression {}

    record And(Expression left, Expression right, int line) implements Expression {}

    record Or(Expression left, Expression right, int line) implements Expression {}

    record Not(Expression operand, int line) implements Expression {}

    /** {@code a < b <= c}: true when every neighbouring pair is. */
    record Compare(Expression first, List<Comparison> rest, int line) implements Expression {}

    /** @param operator {@code == != < <= > >= in}, or {@code not in} */
    record Comparison(String operator, Expression right) {}

    /** {@code a ~ b ~ c} */
    record Concatenation(List<Expression> parts, int line) implements Expression {}

    /** {@code a if condition else b}; without an {@code else} it may be undefined. */
    record Conditional(
            Expression condition, Expression then, @Nullable Expression otherwise, int line) implements Expression {}

    record Attribute(Expression target, String name, int line) implements Expression {}

    record Item(Expression target, Expression index, int line) implements Expression {}

    record Slice(
            Expression target,
            @Nullable Expression start,
            @Nullable Expression stop,
            @Nullable Expression step,
            int line)
            implements Expression {}

    record Call(Expression target, CallArguments arguments, int line) implements Expression {}

    /** @param target null in a filter block, whose text it is given */
    record Filter(@Nullable Expression target, String name, CallArguments arguments, int line) implements Expression {}

    record Test(Expression target, String name, CallArguments arguments, int line) implements Expression {}

    /**
     * What stands in the parentheses of a call.
     *
     * @param spread {@code *list}, null when absent
     * @param spreadNamed {@code **dict}, null when absent
     */
    record CallArguments(
            List<Expression> positional,
            List<NamedArgument> named,
            @Nullable Expression spread,
            @Nullable Expression spreadNamed) {
        static final CallArguments NONE = new CallArguments(List.of(), List.of(), null, null);
    }

    record NamedArgument(String name, Expression value) {}
}
