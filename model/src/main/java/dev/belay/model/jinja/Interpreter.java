package dev.belay.model.jinja;

import dev.belay.model.InvalidInputException;
import dev.belay.model.jinja.Statement.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries out statements. One rendering uses one interpreter. */
final class Interpreter {
    /** How a statement ended. */
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private final Budget budget = new Budget();
    private final Evaluator evaluator;

    Interpreter(Map<String, Value> globals) {
        this.evaluator = new Evaluator(budget, globals);
    }

    Rendered render(List<Statement> template, Map<String, Value> variables) {
        Output page = Output.page();
        return budget.during(() -> {
            run(template, Scope.root(variables), page);
            return page.rendered();
        });
    }

    private Flow run(List<Statement> body, Scope scope, Output out) {
        for (Statement statement : body) {
            Flow flow = run(statement, scope, out);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow run(Statement statement, Scope scope, Output out) {
        budget.enter();
        try {
            return carryOut(statement, scope, out);
        } catch (TemplateError error) {
            throw error.at(statement.line());
        } catch (InvalidInputException refusal) {
            throw refusal;
        } catch (RuntimeException failure) {
            throw TemplateError.unexpected(failure).at(statement.line());
        } finally {
            budget.leave();
        }
    }

    private Flow carryOut(Statement statement, Scope scope, Output out) {
        switch (statement) {
            case Statement.Data data -> write(data.text(), out);
            case Statement.Print print -> write(PythonText.str(evaluator.value(print.value(), scope)), out);
            case Statement.If condition -> {
                return run(chosen(condition, scope), scope, out);
            }
            case Statement.For loop -> loop(loop, scope, out);
            case Statement.Set set -> assign(set.target(), evaluator.value(set.value(), scope), scope);
            case Statement.SetBlock set -> assign(set.target(), text(set.filter(), set.body(), scope, out), scope);
            case Statement.With with -> {
                return with(with, scope, out);
            }
            case Statement.Macro macro -> scope.set(macro.name(), macro(macro, scope, out));
            case Statement.CallBlock call -> callBlock(call, scope, out);
            case Statement.FilterBlock block ->
                write(PythonText.str(text(block.filter(), block.body(), scope, out)), out);
            case Statement.Generation generation -> {
                int from = out.position();
                Flow flow = run(generation.body(), scope.inner(), out);
                out.spoken(from);
                return flow;
            }
            case Statement.Break _ -> {
                return Flow.BREAK;
            }
            case Statement.Continue _ -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.ON;
    }

    private void write(String text, Output out) {
        budget.charge(Value.of(text));
        out.write(text);
    }

    private List<Statement> chosen(Statement.If condition, Scope scope) {
        for (Statement.Branch branch : condition.branches()) {
            if (Operators.truth(evaluator.value(branch.condition(), scope))) {
                return branch.body();
            }
        }
        return condition.otherwise();
    }

    private Flow with(Statement.With with, Scope scope, Output out) {
        Scope inner = scope.inner();
        for (int i = 0; i < with.targets().size(); i++) {
            assign(with.targets().get(i), evaluator.value(with.values().get(i), scope), inner);
        }
        return run(with.body(), inner, out);
    }

    /** The text of a body, filtered if there is a filter. */
    private Value text(Expression.@Nullable Filter filter, List<Statement> body, Scope scope, Output out) {
        Output part = Output.part();
        Scope inner = scope.inner();
        run(body, inner, part);
        out.misplacedIf(part);
        Value text = part.value();
        return filter == null ? text : evaluator.filtered(filter, text, inner);
    }

    private void loop(Statement.For loop, Scope scope, Output out) {
        loop(loop, evaluator.value(loop.iterable(), scope), 0, scope, out);
    }

    private void loop(Statement.For loop, Value iterable, int depth, Scope scope, Output out) {
        List<Value> items = items(loop, iterable, scope);
        Value.Function again = loop.recursive()
                ? new Value.Function("loop", a -> {
                    Output part = Output.part();
                    loop(loop, a.bind("loop", "iterable").get(0), depth + 1, scope, part);
                    out.misplacedIf(part);
                    return part.value();
                })
                : null;
        LoopVariable state = new LoopVariable(items, depth, again);
        for (Value item : items) {
            state.advance();
            // Variables set in the body are those of this turn, as in jinja2.
            Scope turn = scope.inner();
            turn.set("loop", new Value.Loop(state));
            assign(loop.target(), item, turn);
            if (run(loop.body(), turn, out) == Flow.BREAK) {
                break;
            }
        }
        if (items.isEmpty()) {
            run(loop.otherwise(), scope.inner(), out);
        }
    }

    private List<Value> items(Statement.For loop, Value iterable, Scope scope) {
        List<Value> all = Operators.iterate(budget.charge(iterable));
        Expression filter = loop.filter();
        if (filter == null) {
            return all;
        }
        List<Value> kept = new ArrayList<>();
        for (Value item : all) {
            Scope turn = scope.inner();
            assign(loop.target(), item, turn);
            if (Operators.truth(evaluator.value(filter, turn))) {
                kept.add(item);
            }
        }
        return kept;
    }

    private void assign(Target target, Value value, Scope scope) {
        switch (target) {
            case Target.Variable variable -> scope.set(variable.name(), value);
            case Target.Several several -> {
                List<Value> parts = Operators.iterate(value);
                if (parts.size() != several.targets().size()) {
                    throw new TemplateError("cannot unpack " + parts.size() + " values into "
                            + several.targets().size() + " variables");
                }
                for (int i = 0; i < parts.size(); i++) {
                    assign(several.targets().get(i), parts.get(i), scope);
                }
            }
            case Target.NamespaceAttribute attribute -> {
                if (!(scope.get(attribute.namespace()) instanceof Value.Namespace namespace)) {
                    throw new TemplateError("'" + attribute.namespace() + "." + attribute.attribute()
                            + "' can be set only when '" + attribute.namespace() + "' is a namespace");
                }
                namespace.attributes().put(attribute.attribute(), value);
            }
        }
    }

    private Value.Function macro(Statement.Macro macro, Scope scope, Output out) {
        return new Value.Function(macro.name(), arguments -> {
            Scope inner = scope.inner();
            bind(macro, arguments, inner);
            Output part = Output.part();
            run(macro.body(), inner, part);
            out.misplacedIf(part);
            return part.value();
        });
    }

    private void callBlock(Statement.CallBlock block, Scope scope, Output out) {
        Statement.Macro body =
                new Statement.Macro("caller", block.parameters(), block.body(), java.util.Set.of(), block.line());
        Arguments given = evaluator.arguments(block.call().arguments(), scope);
        Map<String, Value> named = new LinkedHashMap<>(given.named());
        named.put("caller", macro(body, scope, out));
        Value result = evaluator.call(block.call(), new Arguments(given.positional(), named), scope);
        write(PythonText.str(result), out);
    }

    /** Puts arguments into a macro's scope; a default sees the parameters before it. */
    private void bind(Statement.Macro macro, Arguments arguments, Scope scope) {
        List<Value> positional = arguments.positional();
        Map<String, Value> named = new LinkedHashMap<>(arguments.named());
        List<Statement.Parameter> parameters = macro.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Statement.Parameter parameter = parameters.get(i);
            Value byName = named.remove(parameter.name());
            Expression absent = parameter.absent();
            if (i < positional.size()) {
                scope.set(parameter.name(), positional.get(i));
            } else if (byName != null) {
                scope.set(parameter.name(), byName);
            } else if (absent != null) {
                scope.set(parameter.name(), evaluator.value(absent, scope));
            } else {
                scope.set(
                        parameter.name(),
                        new Value.Undefined("the parameter '" + parameter.name() + "' of the macro '" + macro.name()
                                + "' was not given"));
            }
        }
        bindRest(macro, positional, named, scope);
    }

    private static void bindRest(Statement.Macro macro, List<Value> positional, Map<String, Value> named, Scope scope) {
        int count = macro.parameters().size();
        if (macro.uses().contains("caller")) {
            Value caller = named.remove("caller");
            scope.set("caller", caller != null ? caller : new Value.Undefined("no caller was given"));
        }
        if (macro.uses().contains("kwargs")) {
            scope.set("kwargs", Globals.dictOf(new Arguments(List.of(), named)));
        } else if (!named.isEmpty()) {
            throw new TemplateError("the macro '" + macro.name() + "' has no parameter '"
                    + named.keySet().iterator().next() + "'");
        }
        if (macro.uses().contains("varargs")) {
            List<Value> rest = positional.subList(Math.min(count, positional.size()), positional.size());
            scope.set("varargs", new Value.Items(rest, Value.Items.Form.TUPLE));
        } else if (positional.size() > count) {
            throw new TemplateError(
                    "the macro '" + macro.name() + "' takes at most " + count + " arguments, got " + positional.size());
        }
    }
}
