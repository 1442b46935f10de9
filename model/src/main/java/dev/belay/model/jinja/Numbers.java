package dev.belay.model.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Arithmetic as Python's: whole numbers without bound, true division, floors that look down. A truth value is 0 or 1. */
final class Numbers {
    private static final int MAX_BITS = 100_000;

    private Numbers() {}

    static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Real || value instanceof Value.Bool;
    }

    static boolean isWhole(Value value) {
        return value instanceof Value.Int || value instanceof Value.Bool;
    }

    static BigInteger whole(Value value) {
        return switch (value) {
            case Value.Int i -> i.value();
            case Value.Bool b -> b.value() ? BigInteger.ONE : BigInteger.ZERO;
            default -> throw new TemplateError("a whole number is needed, got a value of type " + value.type());
        };
    }

    static double real(Value value) {
        return value instanceof Value.Real r ? r.value() : whole(value).doubleValue();
    }

    static int compare(Value a, Value b) {
        if (isWhole(a) && isWhole(b)) {
            return whole(a).compareTo(whole(b));
        }
        double x = real(a);
        double y = real(b);
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            // Not a number equals nothing, not even itself.
            return Double.isNaN(x) || Double.isNaN(y) ? 1 : Double.compare(x, y);
        }
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(Value value) {
        return value instanceof Value.Real r ? new BigDecimal(r.value()) : new BigDecimal(whole(value));
    }

    static Value calculate(String operator, Value a, Value b) {
        return isWhole(a) && isWhole(b) && !operator.equals("/")
                ? whole(operator, whole(a), whole(b))
                : new Value.Real(real(operator, real(a), real(b)));
    }

    private static Value whole(String operator, BigInteger a, BigInteger b) {
        return switch (operator) {
            case "+" -> bounded(a.add(b));
            case "-" -> bounded(a.subtract(b));
            case "*" -> bounded(a.multiply(b));
            case "//" -> new Value.Int(floorDivide(a, nonZero(b)));
            case "%" -> new Value.Int(a.subtract(floorDivide(a, nonZero(b)).multiply(b)));
            case "**" -> power(a, b);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private static Value bounded(BigInteger value) {
        if (value.bitLength() > MAX_BITS) {
            throw new TemplateError("a number is longer than " + MAX_BITS + " bits");
        }
        return new Value.Int(value);
    }

    private static BigInteger nonZero(BigInteger divisor) {
        if (divisor.signum() == 0) {
            throw new TemplateError("division by zero");
        }
        return divisor;
    }

    private static BigInteger floorDivide(BigInteger a, BigInteger b) {
        BigInteger[] parts = a.divideAndRemainder(b);
        boolean below = parts[1].signum() != 0 && parts[1].signum() != b.signum();
        return below ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static Value power(BigInteger base, BigInteger exponent) {
        if (exponent.signum() < 0) {
            return new Value.Real(Math.pow(base.doubleValue(), exponent.doubleValue()));
        }
        if (exponent.bitLength() > 31 || (long) base.bitLength() * exponent.longValue() > MAX_BITS) {
            throw new TemplateError("a power is longer than " + MAX_BITS + " bits");
        }
        return new Value.Int(base.pow(exponent.intValue()));
    }

    private static double real(String operator, double a, double b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw new TemplateError("division by zero");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> {
                double rest = a % b;
                yield rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
            }
            case "**" -> Math.pow(a, b);
            default -> throw new IllegalArgumentException(operator);
        };
    }
}
