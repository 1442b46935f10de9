package dev.belay.verify.parse;

import java.text.Normalizer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Folds Unicode mathematics, full-width forms and stray control characters into LaTeX spelling. */
final class Unicode {

    /** The spelling of a character, where it has another one. */
    private static final String[] BY_CHARACTER = byCharacter(folds());

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ";
    private static final String SUPERSCRIPT_VALUES = "0123456789+-n";
    private static final String SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉₊₋ₙ";
    /** Python escapes that were meant as commands: the control character and what has to follow it. */
    private static final Map<Character, String[]> ESCAPES = Map.of(
            '\f', new String[] {"frac"},
            '\b', new String[] {"boxed", "begin", "beta", "bar", "binom", "bmod", "big"},
            '\t', new String[] {"text", "times", "theta", "tfrac", "tan", "tau", "to"},
            '\r', new String[] {"right", "rangle", "rho", "rfloor", "rceil"},
            '\u0007', new String[] {"alpha", "approx", "angle", "arcsin", "arctan", "arccos"},
            '\u000b', new String[] {"vec", "varphi", "varepsilon", "vert"});

    private static final Map<String, String> ENTITIES = Map.of(
            "&lt;",
            "<",
            "&gt;",
            ">",
            "&le;",
            "\\le ",
            "&ge;",
            "\\ge ",
            "&nbsp;",
            " ",
            "&times;",
            "\\times ",
            "&pi;",
            "\\pi ",
            "&minus;",
            "-",
            "&deg;",
            "\\degree ",
            "&radic;",
            "\\sqrt ");

    private static final Pattern ESCAPED = Pattern.compile("\\\\u(00[0-9a-fA-F]{2})");

    private Unicode() {}

    /** The text itself when it is plain already. */
    static String fold(String raw) {
        String plain = raw.indexOf("\\u00") >= 0 ? unescaped(raw) : raw;
        boolean marked = plain.indexOf("</") >= 0 || (plain.indexOf(';') >= 0 && plain.indexOf('&') >= 0);
        String text = marked ? unmarked(plain) : plain;
        int i = 0;
        int n = text.length();
        while (i < n && text.charAt(i) < 0x7f && text.charAt(i) >= ' ') {
            i++;
        }
        if (i == n) {
            return text;
        }
        StringBuilder out = new StringBuilder(n + 16).append(text, 0, i);
        while (i < n) {
            i = foldAt(text, i, out);
        }
        return out.toString();
    }

    /** A degree sign written as backslash, u, 00b0 that was escaped once too often. */
    private static String unescaped(String raw) {
        return ESCAPED.matcher(raw)
                .replaceAll(m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))));
    }

    /** HTML superscripts, subscripts and entities in LaTeX spelling. */
    private static String unmarked(String html) {
        String text = html.replace("<sup>", "^{")
                .replace("</sup>", "}")
                .replace("<sub>", "_{")
                .replace("</sub>", "}");
        for (Map.Entry<String, String> entity : ENTITIES.entrySet()) {
            text = text.replace(entity.getKey(), entity.getValue());
        }
        return text;
    }

    private static int foldAt(String text, int i, StringBuilder out) {
        char c = text.charAt(i);
        if (c >= ' ' && c < 0x7f) {
            out.append(c);
            return i + 1;
        }
        if (c < ' ' || c == 0x7f) {
            String escaped = escape(text, i);
            out.append(escaped == null ? " " : "\\" + escaped);
            return i + (escaped == null ? 1 : escaped.length());
        }
        String fold = c < BY_CHARACTER.length ? BY_CHARACTER[c] : null;
        if (fold != null) {
            out.append(fold);
            return i + 1;
        }
        int script = scriptRun(text, i, SUPERSCRIPTS, '^', out);
        script = script == i ? scriptRun(text, i, SUBSCRIPTS, '_', out) : script;
        if (script > i) {
            return script;
        }
        int cp = text.codePointAt(i);
        if (cp > 0xff00 && cp < 0xff5f) {
            out.append((char) (cp - 0xfee0));
        } else if (Character.getType(cp) == Character.FORMAT) {
            // Zero-width and bidirectional marks carry no meaning.
            out.append("");
        } else if (Character.isSpaceChar(cp)) {
            out.append(' ');
        } else if (cp >= 0x1d400 && cp <= 0x1d7ff) {
            out.append(Normalizer.normalize(Character.toString(cp), Normalizer.Form.NFKC));
        } else {
            out.appendCodePoint(cp);
        }
        return i + Character.charCount(cp);
    }

    private static @Nullable String escape(String text, int i) {
        String[] words = ESCAPES.get(text.charAt(i));
        if (words == null) {
            return null;
        }
        for (String word : words) {
            if (text.regionMatches(i + 1, word, 1, word.length() - 1)) {
                return word;
            }
        }
        return null;
    }

    private static int scriptRun(String text, int start, String digits, char sign, StringBuilder out) {
        int at = digits.indexOf(text.charAt(start));
        if (at < 0) {
            return start;
        }
        out.append(sign).append('{');
        int i = start;
        while (at >= 0) {
            out.append(SUPERSCRIPT_VALUES.charAt(at));
            i++;
            at = i < text.length() ? digits.indexOf(text.charAt(i)) : -1;
        }
        out.append('}');
        return i;
    }

    private static String[] byCharacter(Map<Integer, String> folds) {
        String[] all = new String[1 + Collections.max(folds.keySet())];
        folds.forEach((character, fold) -> all[character] = fold);
        return all;
    }

    private static Map<Integer, String> folds() {
        Map<Integer, String> map = new HashMap<>();
        put(map, "−–—‐‑‒－", "-");
        put(map, "×✕", "\\times ");
        put(map, "·⋅∙•", "\\cdot ");
        put(map, "÷", "\\div ");
        put(map, "∕⁄", "/");
        put(map, "√", "\\sqrt ");
        put(map, "∛", "\\sqrt[3] ");
        put(map, "π", "\\pi ");
        put(map, "∞", "\\infty ");
        put(map, "∪⋃", "\\cup ");
        put(map, "∩⋂", "\\cap ");
        put(map, "∖", "\\setminus ");
        put(map, "≤⩽≦", "\\le ");
        put(map, "≥⩾≧", "\\ge ");
        put(map, "≠", "\\ne ");
        put(map, "≈≅≃", "\\approx ");
        put(map, "≡", "\\equiv ");
        put(map, "∈", "\\in ");
        put(map, "∉", "\\notin ");
        put(map, "⊂⊆", "\\subset ");
        put(map, "∅⌀", "\\emptyset ");
        put(map, "°˚º", "\\degree ");
        put(map, "±", "\\pm ");
        put(map, "∓", "\\mp ");
        put(map, "ℝ", "\\mathbb{R}");
        put(map, "ℤ", "\\mathbb{Z}");
        put(map, "ℕ", "\\mathbb{N}");
        put(map, "ℚ", "\\mathbb{Q}");
        put(map, "ℂ", "\\mathbb{C}");
        put(map, "½", "\\frac{1}{2}");
        put(map, "⅓", "\\frac{1}{3}");
        put(map, "⅔", "\\frac{2}{3}");
        put(map, "¼", "\\frac{1}{4}");
        put(map, "¾", "\\frac{3}{4}");
        put(map, "′’‘`", "'");
        put(map, "“”", "\"");
        put(map, "⌊", "\\lfloor ");
        put(map, "⌋", "\\rfloor ");
        put(map, "⌈", "\\lceil ");
        put(map, "⌉", "\\rceil ");
        put(map, "⟨〈", "\\langle ");
        put(map, "⟩〉", "\\rangle ");
        put(map, "∣｜", "|");
        put(map, "，、", ",");
        put(map, "。", ".");
        put(map, "→", "\\to ");
        put(map, "⇒", "\\implies ");
        put(map, "∧且", " and ");
        put(map, "∨或", " or ");
        put(map, "∠", "\\angle ");
        put(map, "△", "\\triangle ");
        put(map, "‰", "\\%/10");
        put(map, "﹣", "-");
        put(map, "…", "\\ldots ");
        put(map, "∀", "\\forall ");
        put(map, "∃", "\\exists ");
        put(map, "₹", "\\rupee ");
        String greek =
                "αalpha βbeta γgamma δdelta εepsilon ζzeta ηeta θtheta ιiota κkappa λlambda μmu νnu ξxi ρrho σsigma"
                        + " τtau φphi χchi ψpsi ωomega ΓGamma ΔDelta ΘTheta ΛLambda ΣSigma ΦPhi ΨPsi ΩOmega ϕphi µmu";
        for (String entry : greek.split(" ", -1)) {
            put(map, entry.substring(0, 1), "\\" + entry.substring(1) + " ");
        }
        return map;
    }

    private static void put(Map<Integer, String> map, String chars, String fold) {
        chars.codePoints().forEach(cp -> map.put(cp, fold));
    }
}
