package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr;
import java.util.List;
import java.util.Set;

/** The rules over one token list, each family in its own class because they call one another. */
final class Grammar {

    final Cursor cursor;
    final Set<Convention> conventions;
    final Set<Convention> ambiguities;
    final StatementParser statements;
    final TermParser terms;
    final AtomParser atoms;
    final BracketParser brackets;
    final FunctionParser functions;
    final EnvironmentParser environments;
    final ConditionParser conditions;

    Grammar(List<Token> tokens, Set<Convention> conventions, Set<Convention> ambiguities) {
        this.cursor = new Cursor(tokens);
        this.conventions = conventions;
        this.ambiguities = ambiguities;
        this.statements = new StatementParser(this);
        this.terms = new TermParser(this);
        this.atoms = new AtomParser(this);
        this.brackets = new BracketParser(this);
        this.functions = new FunctionParser(this);
        this.environments = new EnvironmentParser(this);
        this.conditions = new ConditionParser(this);
    }

    /** The whole text as one answer; leftover tokens are a failure. */
    Expr answer() {
        Expr all = conditions.behind(statements.statement());
        if (!cursor.atEnd()) {
            throw cursor.fail("expected the end");
        }
        return all;
    }
}
