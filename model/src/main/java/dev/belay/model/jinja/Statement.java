package dev.belay.model.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a template consists of. */
sealed interface Statement {
    int line();

    record Data(String text, int line) implements Statement {}

    record Print(Expression value, int line) implements Statement {}

    record If(List<Branch> branches, List<Statement> otherwise, int line) implements Statement {}

    record Branch(Expression condition, List<Statement> body) {}

    record For(
            Target target,
            Expression iterable,
            @Nullable Expression filter,
            List<Statement> body,
            List<Statement> otherwise,
            boolean recursive,
            int line)
            implements Statement {}

    record Set(Target target, Expression value, int line) implements Statement {}

    /** @param filter null when the text is taken as it is */
    record SetBlock(Target target, Expression.@Nullable Filter filter, List<Statement> body, int line)
            implements Statement {}

    record With(List<Target> targets, List<Expression> values, List<Statement> body, int line) implements Statement {}

    /** @param uses which of the {@link #IMPLICIT} names its body reads; arguments for the others are refused */
    record Macro(String name, List<Parameter> parameters, List<Statement> body, java.util.Set<String> uses, int line)
            implements Statement {
        /** Names a macro has without declaring them. */
        static final java.util.Set<String> IMPLICIT = java.util.Set.of("varargs", "kwargs", "caller");
    }

    record Parameter(String name, @Nullable Expression absent) {}

    /** {@code {% call(…) macro(…) %}}: the body is the macro's {@code caller}. */
    record CallBlock(List<Parameter> parameters, Expression.Call call, List<Statement> body, int line)
            implements Statement {}

    record FilterBlock(Expression.Filter filter, List<Statement> body, int line) implements Statement {}

    /** Text that the assistant said: what a loss is computed on. */
    record Generation(List<Statement> body, int line) implements Statement {}

    record Break(int line) implements Statement {}

    record Continue(int line) implements Statement {}

    /** What is assigned to. */
    sealed interface Target {
        record Variable(String name) implements Target {}

        record Several(List<Target> targets) implements Target {}

        record NamespaceAttribute(String namespace, String attribute) implements Target {}
    }
}
