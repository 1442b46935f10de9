package dev.belay.model.jinja;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of the template language. Each kind behaves as the Python type that jinja2 would hold. */
sealed interface Value {
    /** @param reason what is said when the value is used for more than being absent */
    record Undefined(String reason) implements Value {}

    record None() implements Value {}

    record Bool(boolean value) implements Value {}

    record Int(BigInteger value) implements Value {}

    record Real(double value) implements Value {}

    record Text(String value) implements Value {}

    /** A list or what behaves like one. */
    record Items(List<Value> values, Form form) implements Value {
        enum Form {
            LIST,
            TUPLE,
            /** {@code dict.items()} and its siblings: can be gone through and counted, not indexed. */
            VIEW
        }
    }

    record Dict(Map<Value, Value> entries) implements Value {}

    /** What {@code namespace(…)} makes: the only thing a template can change. */
    record Namespace(Map<String, Value> attributes) implements Value {}

    /** Can be gone through once; true whatever it holds, as Python's generators are. */
    final class Stream implements Value {
        private List<Value> rest;

        Stream(List<Value> items) {
            rest = items;
        }

        List<Value> drain() {
            List<Value> items = rest;
            rest = List.of();
            return items;
        }
    }

    /** Something to call. */
    record Function(String name, Body body) implements Value {
        @FunctionalInterface
        interface Body {
            Value call(Arguments arguments);
        }
    }

    /** The {@code loop} of a {@code for}. */
    record Loop(LoopVariable state) implements Value {}

    static Value of(boolean value) {
        return value ? Constant.TRUE : Constant.FALSE;
    }

    static Value of(long value) {
        return new Int(BigInteger.valueOf(value));
    }

    static Text of(String value) {
        return new Text(value);
    }

    static Items list(List<Value> values) {
        return new Items(values, Items.Form.LIST);
    }

    static Items tuple(Value... values) {
        return new Items(List.of(values), Items.Form.TUPLE);
    }

    static Items view(List<Value> values) {
        return new Items(values, Items.Form.VIEW);
    }

    static Dict dict() {
        return new Dict(new LinkedHashMap<>());
    }

    /** What Python calls the type, for messages. */
    default String type() {
        return switch (this) {
            case Undefined _ -> "undefined";
            case None _ -> "none";
            case Bool _ -> "bool";
            case Int _ -> "int";
            case Real _ -> "float";
            case Text _ -> "str";
            case Items items -> items.form() == Items.Form.TUPLE ? "tuple" : "list";
            case Dict _ -> "dict";
            case Namespace _ -> "namespace";
            case Stream _ -> "generator";
            case Function _ -> "function";
            case Loop _ -> "loop";
        };
    }
}
