package dev.belay.verify.parse;

import dev.belay.verify.expr.Expr.Rel;
import dev.belay.verify.expr.Fn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The words and commands that the reader knows. Immutable tables. */
final class Vocabulary {

    /** Commands that only change the look; they read as white space. */
    static final Set<String> SPACING = setOf("""
            left right mleft mright big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr
            bigm middle quad qquad displaystyle textstyle scriptstyle limits nolimits boxed fbox
            variable enspace thinspace medspace thickspace hfill nonumber notag hline boldsymbol
            mathnormal bf rm it cal tt allowbreak newline par large Large small normalsize strut
            smallskip medskip bigskip noindent null negthinspace unicode label tag""");

    /** Commands whose braces hold words. */
    static final Set<String> TEXT_BOXES = setOf("""
            text textbf textit textrm textnormal textsf texttt mbox hbox emph textup underline
            texttype""");

    /** Commands whose braces hold letters in another face: mathematics, or an upright word. */
    static final Set<String> FACES = setOf("""
            mathrm mathbf mathit mathsf mathtt mathcal mathfrak mathscr bm pmb operatorname mathop
            mathord mathbin""");

    /** Commands over a symbol that make another symbol of it. */
    static final Set<String> ACCENTS = setOf("""
            vec bar hat tilde dot ddot overline overrightarrow widehat widetilde check breve acute
            grave mathring overset underbar overarc wideparen overparen""");

    static final Set<String> GREEK = setOf("""
            alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu
            nu xi omicron rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma
            Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega ell hbar wp aleph partial nabla
            triangle angle square star heartsuit spadesuit clubsuit diamondsuit bigstar blacksquare
            diamond diamondsuit cdots ldots dots vdots ddots dotsc dotsb odot oplus otimes""");

    /** Greek names that are read without a backslash; the short ones are products of letters too often. */
    static final Set<String> PLAIN_GREEK = setOf("""
            alpha beta gamma delta epsilon theta lambda sigma omega phi""");

    static final Map<String, Fn> FUNCTIONS = functions();
    static final Map<String, Rel> RELATIONS = relations();

    /** Commands with rules of their own in the parsers. */
    static final Set<String> OTHERS = setOf("""
            lg forall exists
            frac dfrac tfrac cfrac sfrac sqrt root binom dbinom tbinom choose pi infty exponentialE
            imaginaryI imaginaryJ pm mp times cdot div ast cup cap bigcup bigcap setminus backslash
            emptyset varnothing mathbb Bbb sum prod int iint oint lim to rightarrow longrightarrow
            mid vert lvert rvert Vert lVert rVert lfloor rfloor lceil rceil llcorner lrcorner
            ulcorner urcorner langle rangle lbrace rbrace lbrack rbrack lgroup rgroup lparen rparen
            circ degree percent pmod bmod mod pod prime land lor wedge vee colon R Z N Q C log
            begin end textcircled textcirc textdegree euro pounds dollar cent hspace vspace phantom hphantom
            vphantom color textcolor therefore because over not stackrel underbrace overbrace pod
            textdollar textpercent implies Rightarrow iff differentialD rm smash mathstrut
            multicolumn checkmark rupee""");

    static final Set<String> COMMANDS = commands();

    /** Upright words that are connectors, wherever they come from. */
    static final Set<String> CONNECTORS = setOf("""
            and or und oder et ou y o и или""");

    private static final Set<String> SHORT_WORDS = setOf("""
            odd yes no not all one two the for six ten red but any is are if of in on to by at an
            as it none true false pm am per per day hat nor be who sum new old may mon tue wed thu
            fri sat sun jan feb mar apr jun jul aug sep oct nov dec win""");

    private Vocabulary() {}

    /** Whether a run of plain letters is an ordinary word and no product of variables. */
    static boolean isWord(String run) {
        int length = run.length();
        if (length == 1) {
            return false;
        }
        if (SHORT_WORDS.contains(run) || (Units.isUnit(run) && length >= 3)) {
            return true;
        }
        boolean tailLower = true;
        boolean tailUpper = true;
        for (int i = 1; i < length; i++) {
            tailLower &= Character.isLowerCase(run.charAt(i));
            tailUpper &= Character.isUpperCase(run.charAt(i));
        }
        boolean headUpper = Character.isUpperCase(run.charAt(0));
        if (tailLower && headUpper) {
            return length >= 3;
        }
        return tailLower ? length >= 4 : !tailUpper || length > 6;
    }

    private static Map<String, Fn> functions() {
        Map<String, Fn> map = new HashMap<>();
        for (Fn fn : Fn.values()) {
            map.put(fn.key(), fn);
        }
        String[] short3 = {"sin", "cos", "tan", "cot", "sec", "csc"};
        for (String name : short3) {
            map.put("a" + name, Fn.valueOf("ARC" + name.toUpperCase(java.util.Locale.ROOT)));
        }
        String[] hyper = {"sinh", "cosh", "tanh"};
        for (String name : hyper) {
            Fn fn = Fn.valueOf("AR" + name.toUpperCase(java.util.Locale.ROOT));
            map.put("arc" + name, fn);
            map.put("a" + name, fn);
        }
        map.put("tg", Fn.TAN);
        map.put("ctg", Fn.COT);
        map.put("arctg", Fn.ARCTAN);
        map.put("cosec", Fn.CSC);
        map.put("ceil", Fn.CEIL);
        map.put("ceiling", Fn.CEIL);
        map.put("sgn", Fn.SIGN);
        map.put("Re", Fn.RE);
        map.put("Im", Fn.IM);
        map.put("binom", Fn.BINOMIAL);
        map.put("comb", Fn.BINOMIAL);
        map.put("det", Fn.DET);
        map.put("LCM", Fn.LCM);
        map.put("GCD", Fn.GCD);
        map.remove("mod");
        map.remove("log");
        map.remove("root");
        map.remove("double_factorial");
        return Map.copyOf(map);
    }

    private static Map<String, Rel> relations() {
        Map<String, Rel> map = new HashMap<>();
        map.put("le", Rel.LE);
        map.put("leq", Rel.LE);
        map.put("leqslant", Rel.LE);
        map.put("leqq", Rel.LE);
        map.put("lt", Rel.LT);
        map.put("ge", Rel.GE);
        map.put("geq", Rel.GE);
        map.put("geqslant", Rel.GE);
        map.put("geqq", Rel.GE);
        map.put("gt", Rel.GT);
        map.put("ne", Rel.NE);
        map.put("neq", Rel.NE);
        map.put("approx", Rel.APPROX);
        map.put("thickapprox", Rel.APPROX);
        map.put("simeq", Rel.APPROX);
        map.put("cong", Rel.CONGRUENT);
        map.put("equiv", Rel.CONGRUENT);
        map.put("in", Rel.IN);
        map.put("notin", Rel.NOT_IN);
        map.put("subset", Rel.SUBSET);
        map.put("subseteq", Rel.SUBSET);
        map.put("implies", Rel.IMPLIES);
        map.put("Rightarrow", Rel.IMPLIES);
        map.put("iff", Rel.IMPLIES);
        map.put("Leftrightarrow", Rel.IMPLIES);
        map.put("to", Rel.IMPLIES);
        map.put("mapsto", Rel.IMPLIES);
        map.put("rightarrow", Rel.IMPLIES);
        map.put("longrightarrow", Rel.IMPLIES);
        map.put("Longrightarrow", Rel.IMPLIES);
        map.put("parallel", Rel.PARALLEL);
        map.put("perp", Rel.PERPENDICULAR);
        map.put("sim", Rel.SIMILAR);
        return Map.copyOf(map);
    }

    private static Set<String> commands() {
        Set<String> all = new HashSet<>(OTHERS);
        all.addAll(SPACING);
        all.addAll(TEXT_BOXES);
        all.addAll(FACES);
        all.addAll(ACCENTS);
        all.addAll(GREEK);
        all.addAll(FUNCTIONS.keySet());
        all.addAll(RELATIONS.keySet());
        return Set.copyOf(all);
    }

    /** Unlike Set.of, tolerates a word in two roles. */
    private static Set<String> setOf(String words) {
        return Set.copyOf(Arrays.asList(words.strip().split(" +|\n *", -1)));
    }
}
