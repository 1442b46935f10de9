package dev.belay.verify.expr;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * An answer as a tree. Nodes are immutable, compare structurally and say what was written, not what it is worth: 2/4 is
 * a {@link Div}, 0.50 is a {@link Dec} with two digits. Whether two trees mean the same is decided in
 * {@code dev.belay.verify.equal}.
 */
public sealed interface Expr {

    /** The direct parts, in order of their spelling. */
    default List<Expr> children() {
        return switch (this) {
            case Add(var terms) -> terms;
            case Mul(var factors) -> factors;
            case Div(var n, var d) -> List.of(n, d);
            case Pow(var b, var x) -> List.of(b, x);
            case Neg(var of) -> List.of(of);
            case Call(var fn, var args) -> args;
            case Apply(var name, var args) -> args;
            case PlusMinus(var of, var minus) -> List.of(of);
            case Percent(var of) -> List.of(of);
            case Quantity(var v, var unit) -> List.of(v);
            case Group(var open, var items, var close) -> items;
            case SetOf(var items) -> items;
            case Listing(var items, var either) -> items;
            case SetOp(var op, var l, var r) -> List.of(l, r);
            case Relation(var operands, var operators) -> operands;
            case Cases(var lines) -> lines;
            case Ratio(var parts) -> parts;
            case Modular(var v, var m) -> List.of(v, m);
            case Builder(var element, var condition) -> List.of(element, condition);
            case Matrix(var rows) -> rows.stream().flatMap(List::stream).toList();
            case Bound(var binder, var v, var bounds, var body) -> {
                List<Expr> all = new ArrayList<>(bounds);
                all.add(body);
                yield all;
            }
            default -> List.of();
        };
    }

    /** Whether this node or any below it has a property. */
    default boolean any(Predicate<Expr> property) {
        if (property.test(this)) {
            return true;
        }
        for (Expr child : children()) {
            if (child.any(property)) {
                return true;
            }
        }
        return false;
    }

    /** Whether any leaf is more than so many levels below this node; never recurses. */
    default boolean isDeeperThan(int levels) {
        List<Expr> level = List.of(this);
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth > levels) {
                return true;
            }
            List<Expr> below = new ArrayList<>();
            level.forEach(e -> below.addAll(e.children()));
            level = below;
        }
        return false;
    }

    /** An integer. */
    record Int(BigInteger value) implements Expr {
        public static Int of(long value) {
            return new Int(BigInteger.valueOf(value));
        }
    }

    /** A decimal as written; its scale tells the digits after the point. Scientific notation is a Dec too. */
    record Dec(BigDecimal value) implements Expr {}

    /** A variable: one letter, a Greek name, or either with a subscript ("x_1") or an accent ("bar x"). */
    record Sym(String name) implements Expr {}

    /** A constant with a fixed meaning. */
    record Const(Constant which) implements Expr {}

    /** A sum of two or more terms. */
    record Add(List<Expr> terms) implements Expr {}

    /** A product of two or more factors. */
    record Mul(List<Expr> factors) implements Expr {}

    record Div(Expr numerator, Expr denominator) implements Expr {}

    record Pow(Expr base, Expr exponent) implements Expr {}

    record Neg(Expr of) implements Expr {}

    /** A known function. Arity is checked by the reader. */
    record Call(Fn fn, List<Expr> args) implements Expr {
        public static Call of(Fn fn, Expr... args) {
            return new Call(fn, List.of(args));
        }
    }

    /** An unknown function applied to arguments: f(x), g'(2). */
    record Apply(String name, List<Expr> args) implements Expr {}

    /** Both signs: ±x, or ∓x when {@code minusFirst}. */
    record PlusMinus(Expr of, boolean minusFirst) implements Expr {}

    /** A percentage; 28% is Percent(28). */
    record Percent(Expr of) implements Expr {}

    /** A value with a unit as written ("cm^2", "dollar", "°"); never empty. */
    record Quantity(Expr value, String unit) implements Expr {}

    /** A number written with a base: 204_5. Digits are upper case, a sign is kept outside. */
    record BaseN(String digits, int base) implements Expr {}

    /** A bracketed sequence: a point, a vector, an interval. Brackets are one of ( [ ] &lt; and ) ] [ &gt;. */
    record Group(char open, List<Expr> items, char close) implements Expr {}

    /** A set in braces, elements as written. */
    record SetOf(List<Expr> items) implements Expr {}

    /** Several answers without a bracket. {@code either} when joined by "or". */
    record Listing(List<Expr> items, boolean either) implements Expr {}

    /** Union, intersection or difference of sets. */
    record SetOp(SetOperator operator, Expr left, Expr right) implements Expr {}

    /** A set with a name: the reals, the integers, the empty set. */
    record NamedSet(Name name) implements Expr {
        public enum Name {
            REALS,
            INTEGERS,
            NATURALS,
            RATIONALS,
            COMPLEX,
            POSITIVE_INTEGERS,
            POSITIVE_REALS,
            EMPTY
        }
    }

    /** {element : condition}. */
    record Builder(Expr element, Expr condition) implements Expr {}

    /** A chain of relations: operands.size() == operators.size() + 1 >= 2. */
    record Relation(List<Expr> operands, List<Rel> operators) implements Expr {
        public Expr last() {
            return operands.getLast();
        }

        public Expr first() {
            return operands.getFirst();
        }
    }

    /** Rows of equal length; vectors have one column. */
    record Matrix(List<List<Expr>> rows) implements Expr {}

    /** Several statements that hold together, or the branches of a function. */
    record Cases(List<Expr> lines) implements Expr {}

    /** a : b : ... */
    record Ratio(List<Expr> parts) implements Expr {}

    /** Words, normalised: lower case, single spaces, no outer punctuation. */
    record Text(String words) implements Expr {}

    /** value (mod modulus). */
    record Modular(Expr value, Expr modulus) implements Expr {}

    /** A sum, product, integral or limit over a bound variable; bounds may be absent (empty list) or two. */
    record Bound(Binder binder, String variable, List<Expr> bounds, Expr body) implements Expr {}

    /** Constants. */
    enum Constant {
        PI,
        E,
        I,
        INFINITY
    }

    /** What binds a variable. */
    enum Binder {
        SUM,
        PRODUCT,
        INTEGRAL,
        LIMIT,
        DERIVATIVE
    }

    /** Set operators. */
    enum SetOperator {
        UNION,
        INTERSECTION,
        DIFFERENCE
    }

    /** Relations. */
    enum Rel {
        EQ("="),
        NE("!="),
        LT("<"),
        LE("<="),
        GT(">"),
        GE(">="),
        APPROX("~"),
        IN("in"),
        NOT_IN("not in"),
        SUBSET("subset"),
        CONGRUENT("=="),
        IMPLIES("=>"),
        PARALLEL("parallel"),
        PERPENDICULAR("perp"),
        SIMILAR("similar");

        private final String sign;

        Rel(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        public boolean isOrder() {
            return this == LT || this == LE || this == GT || this == GE;
        }

        /** The relation read from right to left. */
        public Rel flipped() {
            return switch (this) {
                case LT -> GT;
                case LE -> GE;
                case GT -> LT;
                case GE -> LE;
                default -> this;
            };
        }
    }
}
