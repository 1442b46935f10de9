package dev.belay.verify.parse;

import java.util.Set;

/** Reads one number literal with its thousands separators, decimal point and exponent. */
final class NumberScanner {

    private final String text;
    private final Set<Convention> conventions;
    private final Set<Convention> ambiguities;
    private final boolean bracketed;

    NumberScanner(String text, Set<Convention> conventions, Set<Convention> ambiguities, boolean bracketed) {
        this.text = text;
        this.conventions = conventions;
        this.ambiguities = ambiguities;
        this.bracketed = bracketed;
    }

    /**
     * Appends the plain literal (digits, at most one point, maybe an exponent) to {@code out}.
     *
     * @return the index after the literal
     */
    int scan(int from, StringBuilder out) {
        int i = digits(from, out);
        int head = i - from;
        if (head > 0 && head <= 3) {
            i = groups(i, out);
        }
        if (at(i) == '.' && !(at(i + 1) == '.')) {
            int after = i + 1;
            if (Lexer.isDigit(at(after))) {
                out.append('.');
                i = digits(after, out);
            } else if (repeats(after)) {
                out.append('.');
                i = after;
            }
        } else {
            i = decimalComma(i, out);
        }
        return exponent(i, out);
    }

    private boolean repeats(int at) {
        return text.startsWith("\\overline", at) || text.startsWith("\\bar", at) || text.startsWith("\\dot{", at);
    }

    private int digits(int from, StringBuilder out) {
        int i = from;
        while (Lexer.isDigit(at(i))) {
            i++;
        }
        out.append(text, from, i);
        return i;
    }

    private int groups(int from, StringBuilder out) {
        int i = from;
        while (true) {
            int width = separator(i);
            if (width == 0 || !threeDigits(i + width)) {
                return i;
            }
            if (width == 1 && at(i) == ',') {
                if (bracketed) {
                    return i;
                }
                if (at(i + 1) != '0') {
                    ambiguities.add(Convention.COMMA_LISTS);
                }
                if (at(i + 1) != '0' && conventions.contains(Convention.COMMA_LISTS)) {
                    return i;
                }
            }
            out.append(text, i + width, i + width + 3);
            i += width + 3;
        }
    }

    private int separator(int i) {
        if (at(i) == ',') {
            return text.startsWith(",\\!", i) ? 3 : text.startsWith(",\\\\!", i) ? 4 : 1;
        }
        if (text.startsWith("{,}", i)) {
            return 3;
        }
        if (text.startsWith("\\,", i) || text.startsWith("\\ ", i) || text.startsWith("\\;", i)) {
            return 2;
        }
        return at(i) == ' ' || at(i) == '~' ? 1 : 0;
    }

    private boolean threeDigits(int i) {
        return Lexer.isDigit(at(i))
                && Lexer.isDigit(at(i + 1))
                && Lexer.isDigit(at(i + 2))
                && !Lexer.isDigit(at(i + 3));
    }

    private int decimalComma(int i, StringBuilder out) {
        if (!bracketed && at(i) == ',' && Lexer.isDigit(at(i + 1)) && out.indexOf(".") < 0) {
            ambiguities.add(Convention.DECIMAL_COMMA);
            if (conventions.contains(Convention.DECIMAL_COMMA)) {
                out.append('.');
                return digits(i + 1, out);
            }
        }
        return i;
    }

    private int exponent(int i, StringBuilder out) {
        if (at(i) != 'e' && at(i) != 'E') {
            return i;
        }
        int k = i + 1;
        if (at(k) == '+' || at(k) == '-') {
            k++;
        }
        int start = k;
        while (Lexer.isDigit(at(k))) {
            k++;
        }
        if (k == start || k - start > 6 || Lexer.isLetter(at(k))) {
            return i;
        }
        boolean plain = at(i) == 'e' && out.indexOf(".") < 0 && k - start == 1;
        if (plain) {
            ambiguities.add(Convention.E_IS_EULER);
            if (conventions.contains(Convention.E_IS_EULER)) {
                return i;
            }
        }
        out.append(text, i, k);
        return k;
    }

    private char at(int i) {
        return i < text.length() ? text.charAt(i) : '\0';
    }
}
