package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Fn;
import dev.belay.verify.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** LaTeX environments: matrices, cases and aligned lines. */
final class EnvironmentParser {

    private final Grammar grammar;
    private final Cursor cursor;

    EnvironmentParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    Expr environment() {
        String name = cursor.next().text();
        return switch (name) {
            case "pmatrix", "bmatrix", "matrix", "smallmatrix", "Bmatrix", "array" -> {
                if (name.equals("array")) {
                    columns();
                }
                yield table(rows(name));
            }
            case "vmatrix" -> Expr.Call.of(Fn.DET, new Expr.Matrix(rows(name)));
            case "cases", "dcases", "rcases" -> new Expr.Cases(lines(name));
            case "align", "aligned", "gather", "gathered", "equation", "split" -> {
                List<Expr> lines = lines(name);
                yield lines.size() == 1 ? lines.getFirst() : new Expr.Cases(lines);
            }
            default -> throw new ParseFailure("unknown environment " + name);
        };
    }

    private void columns() {
        if (cursor.accept('{')) {
            while (!cursor.accept('}')) {
                if (cursor.next().kind() == Kind.EOF) {
                    throw cursor.fail("unclosed column list");
                }
            }
        }
    }

    private List<List<Expr>> rows(String name) {
        List<List<Expr>> rows = new ArrayList<>();
        List<Expr> row = new ArrayList<>();
        while (true) {
            while (row.isEmpty() && cursor.peek().kind() == Kind.ROW) {
                cursor.next();
            }
            if (row.isEmpty() && !rows.isEmpty() && ends(name)) {
                break;
            }
            if (cursor.accept('|')) {
                cursor.accept('&');
            }
            row.add(cursor.within('m', grammar.statements::item));
            if (!cursor.accept(',')) {
                cursor.accept(';');
            }
            if (cursor.accept('&')) {
                continue;
            }
            rows.add(List.copyOf(row));
            row.clear();
            if (cursor.peek().kind() != Kind.ROW && !ends(name)) {
                throw cursor.fail("expected a cell, a row or the end of the matrix");
            }
        }
        close(name);
        int width = rows.getFirst().size();
        if (rows.stream().anyMatch(r -> r.size() != width)) {
            throw cursor.fail("rows of different length");
        }
        return List.copyOf(rows);
    }

    /** A matrix, or a system when the one column holds relations. */
    private static Expr table(List<List<Expr>> rows) {
        boolean system = rows.stream().allMatch(r -> r.size() == 1 && r.getFirst() instanceof Expr.Relation);
        return system ? new Expr.Cases(rows.stream().map(List::getFirst).toList()) : new Expr.Matrix(rows);
    }

    private boolean ends(String name) {
        return cursor.peek().is(Kind.END, name);
    }

    private void close(String name) {
        if (!ends(name)) {
            throw cursor.fail("unclosed " + name);
        }
        cursor.next();
    }

    private List<Expr> lines(String name) {
        List<Expr> lines = new ArrayList<>();
        while (!ends(name)) {
            if (cursor.peek().kind() == Kind.ROW) {
                cursor.next();
                continue;
            }
            lines.add(cursor.within('m', () -> line()));
        }
        close(name);
        if (lines.isEmpty()) {
            throw cursor.fail("empty " + name);
        }
        return List.copyOf(lines);
    }

    /** A statement, and the condition behind an ampersand or a comma. */
    private Expr line() {
        skipMarks();
        List<Expr> parts = new ArrayList<>();
        parts.add(grammar.statements.item());
        while (!(cursor.peek().kind() == Kind.ROW || cursor.peek().kind() == Kind.END || cursor.atEnd())) {
            boolean separated = skipMarks();
            if (cursor.peek().kind() == Kind.ROW || cursor.peek().kind() == Kind.END) {
                break;
            }
            if (!separated) {
                throw cursor.fail("expected the end of the line");
            }
            parts.add(grammar.statements.item());
        }
        return parts.size() == 1 ? parts.getFirst() : new Expr.Listing(List.copyOf(parts), false);
    }

    private boolean skipMarks() {
        boolean any = false;
        while (true) {
            Token t = cursor.peek();
            boolean condition = (t.kind() == Kind.TEXT && t.text().strip().matches("(?i)(if|for|when|where)[,:]?"))
                    || t.is(Kind.WORD, "if")
                    || t.is(Kind.WORD, "for");
            if (!condition && !t.isChar('&') && !t.isChar(',') && !t.isChar(';')) {
                return any;
            }
            cursor.next();
            any = true;
        }
    }
}
