package dev.belay.model.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Expressions to values. */
final class Evaluator {
    private final Budget budget;
    private final Map<String, Value> globals;

    Evaluator(Budget budget, Map<String, Value> globals) {
        this.budget = budget;
        this.globals = globals;
    }

    Value value(Expression e, Scope scope) {
        budget.enter();
        try {
            return evaluate(e, scope);
        } catch (TemplateError error) {
            throw error.at(e.line());
        } finally {
            budget.leave();
        }
    }

    private Value evaluate(Expression e, Scope scope) {
        return switch (e) {
            case Expression.Literal literal -> literal.value();
            case Expression.Name name -> variable(name.name(), scope);
            case Expression.ListOf list -> budget.charge(Value.list(values(list.items(), scope)));
            case Expression.TupleOf tuple -> new Value.Items(values(tuple.items(), scope), Value.Items.Form.TUPLE);
            case Expression.DictOf dict -> dict(dict, scope);
            case Expression.And and -> {
                Value left = value(and.left(), scope);
                yield Operators.truth(left) ? value(and.right(), scope) : left;
            }
            case Expression.Or or -> {
                Value left = value(or.left(), scope);
                yield Operators.truth(left) ? left : value(or.right(), scope);
            }
            case Expression.Not not -> Value.of(!Operators.truth(value(not.operand(), scope)));
            case Expression.Compare compare -> compare(compare, scope);
            case Expression.Unary unary -> Operators.unary(unary.operator(), value(unary.operand(), scope));
            case Expression.Binary binary ->
                budget.charge(
                        Operators.binary(binary.operator(), value(binary.left(), scope), value(binary.right(), scope)));
            case Expression.Concatenation concatenation -> concatenated(concatenation, scope);
            case Expression.Conditional conditional -> conditional(conditional, scope);
            case Expression.Attribute attribute ->
                Subscripts.attribute(value(attribute.target(), scope), attribute.name());
            case Expression.Item item ->
                budget.charge(Subscripts.item(budget.charge(value(item.target(), scope)), value(item.index(), scope)));
            case Expression.Slice slice ->
                budget.charge(Subscripts.slice(
                        budget.charge(value(slice.target(), scope)),
                        bound(slice.start(), scope),
                        bound(slice.stop(), scope),
                        bound(slice.step(), scope)));
            case Expression.Call call -> call(call, arguments(call.arguments(), scope), scope);
            case Expression.Filter filter -> filtered(filter, null, scope);
            case Expression.Test test ->
                Value.of(test(test.name(), value(test.target(), scope), arguments(test.arguments(), scope)));
        };
    }

    private Value variable(String name, Scope scope) {
        Value value = scope.get(name);
        if (value == null) {
            value = globals.get(name);
        }
        return value != null ? value : new Value.Undefined("'" + name + "' is undefined");
    }

    private List<Value> values(List<Expression> expressions, Scope scope) {
        List<Value> values = new ArrayList<>();
        for (Expression e : expressions) {
            values.add(value(e, scope));
        }
        return values;
    }

    private Value dict(Expression.DictOf dict, Scope scope) {
        Value.Dict result = Value.dict();
        for (Expression.Pair pair : dict.pairs()) {
            Value key = Equality.key(value(pair.key(), scope));
            result.entries().put(key, value(pair.value(), scope));
        }
        return result;
    }

    private Value compare(Expression.Compare compare, Scope scope) {
        Value left = budget.charge(value(compare.first(), scope));
        for (Expression.Comparison next : compare.rest()) {
            Value right = budget.charge(value(next.right(), scope));
            if (!Operators.compare(next.operator(), left, right)) {
                return Constant.FALSE;
            }
            left = right;
        }
        return Constant.TRUE;
    }

    private Value concatenated(Expression.Concatenation concatenation, Scope scope) {
        BoundedText out = new BoundedText();
        for (Expression part : concatenation.parts()) {
            out.append(PythonText.str(value(part, scope)));
        }
        return budget.charge(out.value());
    }

    private Value conditional(Expression.Conditional conditional, Scope scope) {
        if (Operators.truth(value(conditional.condition(), scope))) {
            return value(conditional.then(), scope);
        }
        Expression otherwise = conditional.otherwise();
        return otherwise != null
                ? value(otherwise, scope)
                : new Value.Undefined("the condition of an inline if was false and there is no else");
    }

    private Value bound(@Nullable Expression e, Scope scope) {
        return e == null ? Constant.NONE : value(e, scope);
    }

    Arguments arguments(Expression.CallArguments given, Scope scope) {
        List<Value> positional = values(given.positional(), scope);
        Map<String, Value> named = new LinkedHashMap<>();
        for (Expression.NamedArgument argument : given.named()) {
            named.put(argument.name(), value(argument.value(), scope));
        }
        if (given.spread() != null) {
            positional.addAll(Operators.iterate(budget.charge(value(given.spread(), scope))));
        }
        if (given.spreadNamed() != null) {
            if (!(value(given.spreadNamed(), scope) instanceof Value.Dict dict)) {
                throw new TemplateError("** needs a dict");
            }
            dict.entries().forEach((name, value) -> named.put(PythonText.str(name), value));
        }
        return new Arguments(positional, named);
    }

    Value call(Expression.Call call, Arguments arguments, Scope scope) {
        Value target = value(call.target(), scope);
        Operators.requireDefined(target);
        Value.Function function =
                target instanceof Value.Loop loop ? loop.state().again() : null;
        if (target instanceof Value.Function plain) {
            function = plain;
        }
        if (function == null) {
            throw new TemplateError("a value of type " + target.type() + " cannot be called");
        }
        charge(Constant.NONE, arguments);
        return budget.charge(function.body().call(arguments));
    }

    /**
     * A chain of filters, gone through in a loop: chains may be longer than the stack is deep.
     *
     * @param input what the first filter gets when it has no target of its own
     */
    Value filtered(Expression.Filter filter, @Nullable Value input, Scope scope) {
        Deque<Expression.Filter> chain = new ArrayDeque<>();
        Expression target = filter;
        while (target instanceof Expression.Filter link) {
            chain.push(link);
            target = link.target();
        }
        Value value = target != null ? value(target, scope) : input;
        if (value == null) {
            throw new IllegalStateException("a filter without target or input");
        }
        for (Expression.Filter link : chain) {
            budget.spend(1);
            try {
                value = filter(link.name(), value, arguments(link.arguments(), scope));
            } catch (TemplateError error) {
                throw error.at(link.line());
            }
        }
        return value;
    }

    private Value filter(String name, Value value, Arguments arguments) {
        charge(value, arguments);
        Filters.Filter plain = Filters.named(name);
        Filters.Filter filter = plain != null ? plain : ListFilters.named(name);
        if (filter != null) {
            return budget.charge(filter.apply(value, arguments));
        }
        if (Selections.NAMES.contains(name)) {
            return new Selections(this::filter, this::test).apply(name, value, arguments);
        }
        throw Filters.unknown(name);
    }

    private void charge(Value value, Arguments arguments) {
        budget.charge(value);
        arguments.positional().forEach(budget::charge);
        arguments.named().values().forEach(budget::charge);
    }

    static boolean hasFilter(String name) {
        return Filters.named(name) != null || ListFilters.named(name) != null || Selections.NAMES.contains(name);
    }

    private boolean test(String name, Value value, Arguments arguments) {
        budget.spend(1);
        charge(value, arguments);
        Tests.Test test = Tests.named(name);
        if (test == null) {
            throw Tests.unknown(name);
        }
        return test.holds(value, arguments);
    }
}
