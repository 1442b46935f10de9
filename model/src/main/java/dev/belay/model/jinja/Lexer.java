package dev.belay.model.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Cuts a template into tokens, with transformers' settings of white space: blocks are trimmed on both sides. */
final class Lexer {
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean lineStarts = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        return new Lexer(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines).all();
    }

    private List<Token> all() {
        while (at < source.length()) {
            int tag = nextTag();
            if (tag < 0) {
                data(source.substring(at));
                moveTo(source.length());
            } else {
                tag(tag);
            }
        }
        tokens.add(new Token(Token.Kind.END, "", line));
        return tokens;
    }

    private int nextTag() {
        for (int i = source.indexOf('{', at); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            if ("%{#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private void tag(int start) {
        char sign = start + 2 < source.length() ? source.charAt(start + 2) : ' ';
        boolean signed = sign == '-' || sign == '+';
        char kind = source.charAt(start + 1);
        data(leading(source.substring(at, start), signed ? sign : ' ', kind != '{'));
        int inside = start + (signed ? 3 : 2);
        moveTo(inside);
        switch (kind) {
            case '#' -> comment();
            case '{' -> inside(Token.Kind.VARIABLE_BEGIN, Token.Kind.VARIABLE_END, "}}");
            default -> {
                if (!raw()) {
                    inside(Token.Kind.BLOCK_BEGIN, Token.Kind.BLOCK_END, "%}");
                }
            }
        }
        lineStarts = at > 0 && source.charAt(at - 1) == '\n';
    }

    /** The text before a tag without what the tag's sign, or lstrip_blocks, takes away. */
    private String leading(String text, char sign, boolean block) {
        if (sign == '-') {
            return Whitespace.stripEnd(text);
        }
        if (sign == '+' || !block) {
            return text;
        }
        int lineStart = text.lastIndexOf('\n') + 1;
        boolean blank = lineStart < text.length() && Whitespace.isAll(text.substring(lineStart));
        return blank && (lineStart > 0 || lineStarts) ? text.substring(0, lineStart) : text;
    }

    private void comment() {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw new TemplateError("a comment {# … #} is not closed", line);
        }
        char sign = end > at ? source.charAt(end - 1) : ' ';
        moveTo(end + 2);
        trailing(sign, true);
    }

    /** Goes over what the sign of a closing tag, or trim_blocks, takes away behind it. */
    private void trailing(char sign, boolean block) {
        if (sign == '-') {
            moveTo(Whitespace.skip(source, at));
        } else if (sign != '+' && block && at < source.length() && source.charAt(at) == '\n') {
            moveTo(at + 1);
        }
    }

    /** {@code raw} at the start of a block: the text up to {@code endraw} is data. */
    private boolean raw() {
        int open = Whitespace.skip(source, at);
        if (!source.startsWith("raw", open)) {
            return false;
        }
        int close = Whitespace.skip(source, open + 3);
        boolean strip = source.startsWith("-%}", close);
        if (!strip && !source.startsWith("%}", close)) {
            return false;
        }
        moveTo(close + (strip ? 3 : 2));
        if (strip) {
            trailing('-', false);
        }
        lineStarts = source.charAt(at - 1) == '\n';
        for (int end = source.indexOf("{%", at); end >= 0; end = source.indexOf("{%", end + 1)) {
            if (endRaw(end)) {
                return true;
            }
        }
        throw new TemplateError("{% raw %} is not closed by {% endraw %}", line);
    }

    private boolean endRaw(int start) {
        char sign = start + 2 < source.length() ? source.charAt(start + 2) : ' ';
        boolean signed = sign == '-' || sign == '+';
        int word = Whitespace.skip(source, start + (signed ? 3 : 2));
        if (!source.startsWith("endraw", word)) {
            return false;
        }
        int close = Whitespace.skip(source, word + 6);
        char closing = close < source.length() ? source.charAt(close) : ' ';
        boolean closingSign = closing == '-' || closing == '+';
        if (!source.startsWith("%}", close + (closingSign ? 1 : 0))) {
            return false;
        }
        data(leading(source.substring(at, start), signed ? sign : ' ', true));
        moveTo(close + (closingSign ? 3 : 2));
        trailing(closingSign ? closing : ' ', true);
        return true;
    }

    private void inside(Token.Kind begin, Token.Kind end, String closing) {
        int opened = line;
        add(begin, "");
        boolean block = end == Token.Kind.BLOCK_END;
        Deque<String> brackets = new ArrayDeque<>();
        while (true) {
            if (at >= source.length()) {
                throw new TemplateError("a tag " + (block ? "{% … %}" : "{{ … }}") + " is not closed", opened);
            }
            char c = source.charAt(at);
            boolean signed = (c == '-' || (c == '+' && block)) && source.startsWith(closing, at + 1);
            if (brackets.isEmpty() && (signed || source.startsWith(closing, at))) {
                add(end, "");
                moveTo(at + (signed ? 3 : 2));
                trailing(signed ? c : ' ', block);
                return;
            }
            if (Whitespace.is(c)) {
                moveTo(Whitespace.skip(source, at));
            } else {
                try {
                    token(c, brackets);
                } catch (TemplateError e) {
                    throw e.at(line);
                }
            }
        }
    }

    private void token(char c, Deque<String> brackets) {
        if (c >= '0' && c <= '9') {
            number();
        } else if (c == '\'' || c == '"') {
            string(c);
        } else if (c == '_' || Character.isLetter(source.codePointAt(at))) {
            name();
        } else {
            operator(c, brackets);
        }
    }

    private void number() {
        boolean afterDot = at > 0 && source.charAt(at - 1) == '.';
        NumberLiteral literal = NumberLiteral.at(source, at, !afterDot);
        add(literal.fraction() ? Token.Kind.FLOAT : Token.Kind.INTEGER, literal.text());
        moveTo(literal.end());
    }

    private void string(char quote) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw new TemplateError("a string is not closed", line);
        }
        add(Token.Kind.STRING, Escapes.decoded(source.substring(at + 1, end)));
        moveTo(end + 1);
    }

    private void name() {
        int end = at;
        while (end < source.length()
                && (source.charAt(end) == '_' || Character.isLetterOrDigit(source.codePointAt(end)))) {
            end += Character.charCount(source.codePointAt(end));
        }
        add(Token.Kind.NAME, source.substring(at, end));
        moveTo(end);
    }

    private void operator(char c, Deque<String> brackets) {
        String found = OPERATORS.stream()
                .filter(o -> source.startsWith(o, at))
                .findFirst()
                .orElseThrow(() -> new TemplateError("a tag cannot contain the character '" + c + "'", line));
        switch (found) {
            case "{" -> brackets.push("}");
            case "(" -> brackets.push(")");
            case "[" -> brackets.push("]");
            case "}", ")", "]" -> {
                if (brackets.isEmpty() || !brackets.pop().equals(found)) {
                    throw new TemplateError("the bracket '" + found + "' closes none that is open", line);
                }
            }
            default -> {}
        }
        add(Token.Kind.OPERATOR, found);
        moveTo(at + found.length());
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            add(Token.Kind.DATA, text);
        }
    }

    private void add(Token.Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }

    private void moveTo(int position) {
        for (int i = at; i < position; i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        at = position;
    }
}
