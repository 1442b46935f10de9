package dev.belay.verify.parse;

import dev.belay.verify.parse.Token.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Folds one text into tokens in a single pass. White space, spacing commands and dollar signs leave no tokens. */
final class Lexer {

    private static final int MAX_TOKENS = 10_000;
    private static final int MAX_FACES = 8;
    private static final int MAX_COMMAND = 24;

    private final String text;
    private final Set<Convention> conventions;
    private final Set<Convention> ambiguities;
    private final List<Token> tokens = new ArrayList<>();
    private int i;
    private int bracketDepth;
    private boolean spaced;
    /** Faces and text boxes around this text. */
    private final int faces;

    private final int end;

    Lexer(String text, Set<Convention> conventions, EnumSet<Convention> ambiguities) {
        this(Unicode.fold(text), conventions, ambiguities, 0);
    }

    private Lexer(String folded, Set<Convention> conventions, EnumSet<Convention> ambiguities, int faces) {
        this.text = folded;
        this.conventions = conventions;
        this.ambiguities = ambiguities;
        this.faces = faces;
        this.end = end(folded);
    }

    List<Token> tokens() {
        while (i < text.length()) {
            next();
            if (tokens.size() > MAX_TOKENS) {
                throw new ParseFailure("more than " + MAX_TOKENS + " tokens");
            }
        }
        add(Kind.EOF, "", text.length());
        return tokens;
    }

    private void next() {
        char c = text.charAt(i);
        if (c <= ' ' || c == '~' || c == '"') {
            spaced = true;
            i++;
        } else if (isDigit(c) || (c == '.' && i + 1 < text.length() && isDigit(text.charAt(i + 1)))) {
            number();
        } else if (isLetter(c)) {
            letters();
        } else if (c == '\\') {
            command();
        } else if (c == '$') {
            dollar();
        } else {
            character(c);
        }
    }

    private void character(char c) {
        if (c == '(' || c == '[') {
            bracketDepth++;
        } else if (c == ')' || c == ']') {
            bracketDepth--;
        }
        if (c == '*' && i + 1 < text.length() && text.charAt(i + 1) == '*') {
            add(Kind.CHAR, "^", i);
            i += 2;
            return;
        }
        if (text.startsWith("...", i)) {
            add(Kind.COMMAND, "ldots", i);
            i += 3;
            return;
        }
        if (c == '&') {
            add(Kind.CHAR, "&", i);
        } else if (c == '.' && (i >= end || closesLine(i + 1))) {
            spaced = true;
        } else if (Character.isHighSurrogate(c) || Words.isLetterLike(c)) {
            foreignWord();
            return;
        } else {
            add(Kind.CHAR, String.valueOf(c), i);
        }
        i++;
    }

    private void foreignWord() {
        int start = i;
        while (i < text.length() && text.charAt(i) > 0x7f) {
            i++;
        }
        add(Kind.WORD, text.substring(start, i), start);
    }

    private void dollar() {
        // "$6" is money only when nothing closes the dollar sign.
        boolean opens = (text.indexOf('$') == i) && text.indexOf('$', i + 1) < 0;
        if (opens && i + 1 < text.length() && (isDigit(text.charAt(i + 1)) || text.charAt(i + 1) == '.')) {
            add(Kind.COMMAND, "dollar", i);
        }
        spaced = true;
        i++;
    }

    private void number() {
        int start = i;
        StringBuilder digits = new StringBuilder();
        i = new NumberScanner(text, conventions, ambiguities, bracketDepth > 0).scan(i, digits);
        add(Kind.NUMBER, digits.toString(), start);
    }

    private void letters() {
        int start = i;
        while (i < text.length() && isLetter(text.charAt(i))) {
            i++;
        }
        String run = text.substring(start, i);
        boolean foreign = i < text.length() && Character.isLetter(text.charAt(i));
        boolean called = i < text.length() && (text.charAt(i) == '(' || text.charAt(i) == '{');
        if (run.equals("Rs")) {
            i += i < text.length() && text.charAt(i) == '.' ? 1 : 0;
            add(Kind.COMMAND, "rupee", start);
        } else if (foreign) {
            foreignTail(start);
        } else if (isName(run, called)) {
            add(Kind.NAME, run, start);
        } else if (Vocabulary.isWord(run) && !isProduct(run)) {
            add(Kind.WORD, run, start);
        } else {
            for (int k = 0; k < run.length(); k++) {
                add(Kind.LETTER, run.substring(k, k + 1), start + k);
            }
        }
    }

    /** "am" and "pm" are words behind a number only. */
    private boolean isProduct(String run) {
        return (run.equals("am") || run.equals("pm"))
                && (tokens.isEmpty() || tokens.getLast().kind() != Kind.NUMBER);
    }

    private void foreignTail(int start) {
        while (i < text.length() && Character.isLetter(text.charAt(i))) {
            i++;
        }
        add(Kind.WORD, text.substring(start, i), start);
    }

    private static boolean isName(String run, boolean called) {
        if (run.length() < 2) {
            return false;
        }
        return switch (run) {
            case "pi",
                    "Pi",
                    "inf",
                    "oo",
                    "infinity",
                    "Infinity",
                    "infty",
                    "and",
                    "or",
                    "percent",
                    "pct",
                    "percentage",
                    "degrees",
                    "degree",
                    "sqrt",
                    "cbrt",
                    "log",
                    "root",
                    "mod",
                    "union" -> true;
            case "frac", "dfrac", "text", "boxed" -> called;
            default ->
                (Vocabulary.FUNCTIONS.containsKey(run) && (called || run.length() > 2))
                        || Vocabulary.PLAIN_GREEK.contains(run);
        };
    }

    private void command() {
        int start = i++;
        if (i == text.length()) {
            // A trailing backslash is what is left of a cut escape.
            return;
        }
        char c = text.charAt(i);
        if (isLetter(c)) {
            named(start);
        } else {
            i++;
            escaped(c, start);
        }
    }

    private void escaped(char c, int start) {
        switch (c) {
            case ' ', ',', ';', ':', '!', '/', '>', '\n', '\t', '(', ')', '[', ']' -> spaced = true;
            case '\\' -> doubled(start);
            case '{', '}' -> {
                bracketDepth += c == '{' ? 1 : -1;
                add(Kind.COMMAND, c == '{' ? "lbrace" : "rbrace", start);
            }
            case '|' -> add(Kind.COMMAND, "Vert", start);
            case '%' -> add(Kind.CHAR, "%", start);
            case '$' -> add(Kind.COMMAND, "dollar", start);
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-' -> {
                // A row break that lost one backslash.
                add(Kind.ROW, "\\\\", start);
                i--;
            }
            default -> add(Kind.CHAR, String.valueOf(c), start);
        }
    }

    /** Two backslashes: a line break, or one backslash that was escaped twice. */
    private void doubled(int start) {
        int end = i;
        while (end < text.length() && isLetter(text.charAt(end))) {
            end++;
        }
        if (end - i > 1 && Vocabulary.COMMANDS.contains(text.substring(i, end))) {
            named(start);
        } else {
            add(Kind.ROW, "\\\\", start);
        }
    }

    private void named(int start) {
        int from = i;
        while (i < text.length() && isLetter(text.charAt(i))) {
            i++;
        }
        String name = text.substring(from, i);
        if (!Vocabulary.COMMANDS.contains(name)) {
            name = longestKnown(from, Math.min(i, from + MAX_COMMAND));
            i = from + name.length();
        }
        emit(name, start);
    }

    /** The command that letters glued to it hide: "\\pir" is pi times r. */
    private String longestKnown(int from, int to) {
        for (int k = to; k > from; k--) {
            String name = text.substring(from, k);
            if (Vocabulary.COMMANDS.contains(name)) {
                return name;
            }
        }
        throw new ParseFailure("unknown command \\" + text.substring(from, to));
    }

    private void emit(String name, int start) {
        if (Vocabulary.TEXT_BOXES.contains(name)) {
            box(start);
        } else if (name.equals("begin") || name.equals("end")) {
            String environment = braces();
            add(name.equals("begin") ? Kind.BEGIN : Kind.END, environment.replace("*", ""), start);
        } else if (Vocabulary.FACES.contains(name)) {
            face(start);
        } else if ((name.endsWith("space") && name.length() == 6) || name.equals("color")) {
            braces();
            spaced = true;
        } else if (Vocabulary.SPACING.contains(name)) {
            spaced = true;
            if (name.equals("left") || name.equals("right")) {
                skipEmptyDelimiter();
            }
        } else {
            add(Kind.COMMAND, name, start);
        }
    }

    private void skipEmptyDelimiter() {
        int at = i;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '.') {
            i = at + 1;
        }
    }

    private void box(int start) {
        String content = braces();
        if (content.strip().equals("Rs.") || content.strip().equals("Rs")) {
            add(Kind.COMMAND, "rupee", start);
        } else if (content.chars().anyMatch(Character::isLetter)) {
            add(Kind.TEXT, content, start);
        } else {
            inline(content);
        }
    }

    /** Upright letters: a single letter or a known name is mathematics, anything longer is a word. */
    private void face(int start) {
        int save = i;
        String content = braces().strip();
        if (content.isEmpty()) {
            i = save;
            return;
        }
        boolean letters = content.replace("~", "").chars().allMatch(c -> Character.isLetter(c) || c == ' ');
        if (!letters && Units.isCompound(content)) {
            add(Kind.TEXT, content.replace("~", "").replaceAll("[{}]", ""), start);
        } else if (!letters || content.length() == 1) {
            inline(content);
        } else if (Vocabulary.FUNCTIONS.containsKey(content) || content.equals("log") || content.equals("mod")) {
            add(Kind.COMMAND, content, start);
        } else {
            add(Kind.TEXT, content, start);
        }
    }

    private void inline(String content) {
        if (faces == MAX_FACES) {
            throw new ParseFailure("more than " + MAX_FACES + " faces inside one another");
        }
        Lexer inner = new Lexer(content, conventions, EnumSet.noneOf(Convention.class), faces + 1);
        List<Token> all = inner.tokens();
        spaced = true;
        for (Token t : all.subList(0, all.size() - 1)) {
            add(t.kind(), t.text(), t.at());
        }
    }

    /** The content of the braces that follow, or the next character. */
    private String braces() {
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        if (i == text.length()) {
            return "";
        }
        if (text.charAt(i) != '{') {
            return String.valueOf(text.charAt(i++));
        }
        int depth = 0;
        int start = i + 1;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return text.substring(start, i++);
            }
        }
        throw new ParseFailure("unclosed brace");
    }

    private void add(Kind kind, String value, int at) {
        tokens.add(new Token(kind, value, spaced, at));
        spaced = false;
    }

    /** Where nothing but white space, dollar signs and full stops is left. */
    private static int end(String text) {
        int k = text.length();
        while (k > 0 && (text.charAt(k - 1) <= ' ' || text.charAt(k - 1) == '$' || text.charAt(k - 1) == '.')) {
            k--;
        }
        return k;
    }

    /** Whether an environment ends right here. */
    private boolean closesLine(int from) {
        int k = from;
        while (k < text.length() && text.charAt(k) <= ' ' && k < from + 8) {
            k++;
        }
        return text.startsWith("\\end", k);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
