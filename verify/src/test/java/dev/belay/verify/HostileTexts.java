package dev.belay.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts that are made to be slow: a few shapes, each with many contents and at many lengths, because the worst case is
 * as often just below a limit as at 100 kB.
 */
final class HostileTexts {

    static final int LONGEST = 100_000;

    /** Repeated as they are. */
    private static final List<String> PIECES =
            list("\\frac{¦\\frac1¦(¦[¦{¦}¦)¦]¦\\{¦\\}¦\\sqrt¦\\sqrt{¦\\sqrt[¦$¦$$¦\\[¦\\(¦\\)¦\\boxed{¦\\boxed"
                    + "¦\\boxed{1}¦\\fbox{¦\\text{¦\\text{a}¦\\mathrm{¦\\mathrm{\\mathrm{¦\\left(¦|¦\\begin{pmatrix}"
                    + "¦\\begin{cases}¦\\\\¦\\¦&¦^¦^{¦_¦_{¦9^¦9¦0¦.¦0.¦,¦1,¦1,000,¦1 ¦-¦+-¦+¦*¦**¦/¦1/¦!¦x!¦'¦x'¦=¦=1"
                    + "¦x=1,¦<¦1<¦%¦1%¦\\infty¦\\cup¦\\cup[0,1]¦\\pm¦\\pm1¦1\\pm\\sqrt2,¦x¦xy¦ab ¦a_1¦a_{1¦e¦i¦e^¦i^"
                    + "¦and ¦1 and ¦1 or ¦ ¦\n¦\t¦\u0000¦\u0007¦\f¦\u202e¦\u200b¦\ud800¦\udc00¦\ud83d\ude00¦中¦答案¦½¦√¦²"
                    + "¦₂¦−¦∞¦∪¦π¦；¦，¦＄¦&lt;¦<sup>¦</sup>¦</think>¦<answer>¦<answer>1</answer>¦####¦answer¦answer is "
                    + "¦the answer is: ¦final answer ¦answer\n¦(A) ¦A¦B. ¦**A** ¦option A¦I hope it is correct"
                    + "¦inal answer is¦1e9¦1e999999¦1e-999999¦1.5e300,¦0.\\overline{3}¦\\sin¦\\sin x¦\\log¦\\log_"
                    + "¦\\log_2¦\\sum_{k=1}^{9}k¦\\sum_{k=1}^¦\\prod¦\\int¦\\int x dx¦\\lim_{x\\to0}¦\\binom"
                    + "¦\\binom{9}{4}¦\\max(¦\\mid¦\\not¦\\pmod¦\\pmod7¦\\vec¦\\overline¦\\qquad¦\\,¦cm ¦1cm ¦1 cm, "
                    + "¦12:30 ¦1:¦f(¦f(x)¦f'¦d/dx¦\\frac{d}{dx}¦\\circ¦^\\circ¦°¦1_2¦1_{2}¦$1¦€¦\"¦~¦`¦#¦@¦;¦:¦?¦is "
                    + "¦x is 1 ¦\\ ¦{,}¦1{,}000¦\\!¦.5¦..¦\\ldots¦1,2,\\ldots,¦\\R¦\\mathbb{R}¦\\emptyset¦\\in¦x\\in"
                    + "¦\\to¦\\implies¦≤¦x\\le1,¦\\zzz¦\\zzzzzzzzzzzzzzzzzzzz¦zzz¦zz¦sin¦log¦sqrt¦pi¦pipi¦alpha");

    /** {opening, core, closing}: nested. */
    private static final List<String> NESTS =
            list("(¦1¦)¦{¦1¦}¦[¦1¦]¦\\{¦1¦\\}¦|¦1¦|¦\\frac{1}{¦2¦}¦\\frac{¦2¦}{3}¦\\frac{1}{1+¦x¦}¦\\sqrt{¦2¦}"
                    + "¦\\sqrt{1+¦2¦}¦\\sqrt[3]{2+¦3¦}¦\\sin(¦1¦)¦e^{¦1¦}¦2^{¦2¦}¦(1+¦x¦)^2¦(x+¦y¦)^{3}¦\\ln(1+¦1¦)"
                    + "¦\\text{¦a¦}¦\\mathrm{¦a¦}¦\\boxed{¦1¦}¦\\left(¦1¦\\right)¦\\lfloor¦1¦\\rfloor"
                    + "¦\\sum_{k=1}^{9}(¦k¦)¦\\sum_{k=1}^{99}(k+¦k¦)¦\\prod_{i=1}^{3}(¦x¦+1)"
                    + "¦\\begin{pmatrix}¦1¦\\end{pmatrix}¦\\max(1,¦2¦)¦\\gcd(6,¦2¦)¦f(¦x¦)¦x_{¦1¦}¦-(¦1¦)"
                    + "¦\\cos(\\sin(¦1¦))¦\\arctan(1+¦1¦)¦(\\pm¦1¦)¦\\binom{9}{¦1¦}¦(¦3¦)!"
                    + "¦\\left\\lfloor\\pi+¦1¦\\right\\rfloor¦<answer>¦1¦</answer>¦$¦1¦$");

    /** Joined to long sums, products, lists and chains; {} is the running number. */
    private static final List<String> TERMS =
            list("{}¦\\frac{1}{{}}¦\\frac{1}{{}^2+1}¦\\sqrt{{}}¦\\sqrt{{}+\\sqrt{{}}}¦x_{{}}¦x^{{}}¦(x+{})"
                    + "¦(x_{{}}+1)¦\\frac{1}{x+{}}¦\\sin {}¦\\sin({}x)¦e^{{}}¦{}^{{}}¦{}!¦0.{}¦\\binom{{}}{7}¦\\ln{{}}"
                    + "¦\\pi^{{}}¦\\sqrt[7]{{}}¦{}\\%¦{}\\text{ cm}¦[{},{}]¦({},{})¦\\{{}\\}¦x={}¦x_{{}}={}¦1e{}¦({}+i)"
                    + "¦\\pm{}¦{}_9¦\\text{w{}}¦f({})¦|x-{}|¦\\lfloor {}\\pi\\rfloor¦\\cos\\frac{\\pi}{{}}"
                    + "¦\\frac{{}}{10^{300}+{}}¦99999999999999999999{}¦\\log_{{}} 7¦2^{\\sqrt{{}}}¦{}^{1/7}");

    private static final List<String> JOINTS = list(
            "+¦-¦\\cdot ¦*¦/¦,¦;¦=¦<¦\\cup ¦^¦ ¦\\\\¦&¦:¦\\text{ or }¦ and ¦\\setminus ¦\\cap ¦\\le " + "¦\\approx ¦");

    /** Expensive by value. */
    private static final List<String> VALUES = list(
            "30000!¦29999!/29998!¦30000!!¦\\binom{30000}{15000}¦2^{262000}¦2^{500000}¦9^{9^{9^9}}¦9^9^9^9"
                    + "¦3^{3^{3^{3}}}¦10^{10^{10}}¦e^{10^7}¦e^{e^{e^{e}}}¦e^{10^{10}}¦\\sin(10^{1000})¦\\sin(10^{9000})"
                    + "¦\\cos(2^{200000})¦\\tan(10^{20000})¦\\sin(\\sin(10^{6}))¦(1+10^{-400})^{10^{400}}"
                    + "¦(1+10^{-9})^{10^9}¦\\sqrt{10^{30000}+1}¦\\sqrt[7]{10^{1000}+1}¦\\sqrt[200]{2^{4000}+1}"
                    + "¦\\sum_{k=1}^{20000}\\frac1k¦\\sum_{k=1}^{2000}\\sin k¦\\sum_{k=1}^{2000}\\frac{1}{k^{k}}"
                    + "¦\\prod_{k=1}^{20000}k¦\\prod_{k=1}^{2000}(1+\\frac1{k\\pi})"
                    + "¦\\sum_{i=1}^{140}\\sum_{j=1}^{140}\\frac{1}{i+j}"
                    + "¦\\sum_{i=1}^{99}\\sum_{j=1}^{99}\\sum_{k=1}^{99}ijk¦\\sum_{k=1}^{x}k¦\\sum_{k=1}^{2000}x^k"
                    + "¦(x+y+z+1)^{40}¦(x+y+z+w+1)^{12}¦(a+b+c+d+e+f+g+h)^{4}¦x^{99999}¦(x+1)^{40}(y+1)^{40}"
                    + "¦(\\sqrt2+\\sqrt3+\\sqrt5+\\sqrt7+\\sqrt{11})^{12}¦(\\sqrt[7]{2}+\\sqrt[7]{3}+1)^{20}"
                    + "¦(x+\\sqrt{y}+\\sin z)^{20}¦\\frac{(x+y)^{9}}{(x-y)^{9}}+\\frac{(x+z)^{9}}{(x-z)^{9}}"
                    + "¦1e999999999¦1e99999¦1e-99999¦1e20000¦\\lfloor 10^{30}\\pi\\rfloor¦\\lfloor e^{1000}\\rfloor"
                    + "¦\\gcd(2^{100000}-1,3^{60000}-1)¦\\log_{2}(2^{255})¦\\log_{1.0001}(10^{300})¦\\log_2(3^{60000})"
                    + "¦2^{100000}\\bmod 1000007¦(10^{2000}+1)(10^{2000}-1)¦\\frac{10^{9000}+1}{10^{9000}-1}"
                    + "¦\\frac{10^{9000}+1}{10^{9000}10^{9000}10^{9000}-1}"
                    + "¦\\sqrt{2}^{\\sqrt{2}^{\\sqrt{2}^{\\sqrt{2}}}}¦(-1)^{\\sqrt2}¦i^{i^{i^i}}¦(1+i)^{4000}"
                    + "¦(2+3i)^{1/7}¦\\arcsin(1-10^{-300})¦\\arctan(10^{3000})¦\\ln(1+10^{-3000})¦\\ln(10^{20000})"
                    + "¦\\Gamma(30000)¦\\sqrt{5+2\\sqrt6}-\\sqrt2-\\sqrt3¦e^{\\pi\\sqrt{163}}¦\\sinh(10^5)¦\\cosh(3000)"
                    + "¦\\tanh(10^4)¦1_2",
            "\\sum_{k=10^{78000}}^{10^{78000}+20000}k",
            "\\prod_{k=10^{9000}}^{10^{9000}+90}\\frac{k}{k+1}",
            "\\sqrt{10^{38000}+1}",
            "\\ln(\\sqrt[3]{10^{400}+1})+\\arctan(10^{-700})",
            "\\left\\lfloor\\pi+" + joined("{}\\%", "\\cdot ", 1_500) + "\\cdot t\\right\\rfloor",
            "\\lfloor x\\rfloor!".repeat(900),
            "0." + "0".repeat(790) + "1",
            "z".repeat(70_000) + "_{36}",
            "101".repeat(9_000) + "_2",
            "123456789".repeat(3_300),
            "0.\\overline{" + "123456789".repeat(20) + "}");

    private HostileTexts() {}

    /** The parts of a text between broken bars, and more texts. */
    private static List<String> list(String parts, String... more) {
        List<String> all = new ArrayList<>(List.of(parts.split("¦", -1)));
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    /** Every shape with every content at every length. */
    static List<String> all() {
        List<String> all = new ArrayList<>(VALUES);
        for (String piece : PIECES) {
            for (int length : List.of(600, 4_000, 19_000, LONGEST)) {
                all.add(piece.repeat(length / piece.length()));
            }
            all.add("5" + piece.repeat(20));
            all.add(piece.repeat(LONGEST / piece.length()) + "\\boxed{5}");
            all.add("\\boxed{" + piece.repeat(1_900 / piece.length()) + "}");
        }
        all.addAll(nested());
        for (String term : TERMS) {
            for (String joint : JOINTS) {
                for (int count : List.of(7, 40, 60, 250, 1_500, 6_000)) {
                    String text = joined(term, joint, count);
                    if (text.length() <= LONGEST) {
                        all.add(text);
                    }
                }
            }
        }
        return all;
    }

    /** The nests alone, at depths below, at and far above the reader's limit. */
    static List<String> nested() {
        List<String> all = new ArrayList<>();
        for (int n = 0; n < NESTS.size(); n += 3) {
            String open = NESTS.get(n);
            String close = NESTS.get(n + 2);
            for (int depth : List.of(5, 12, 19, 38, 39, 40, 99, 1_000, LONGEST / (open.length() + close.length()))) {
                all.add(open.repeat(depth) + NESTS.get(n + 1) + close.repeat(depth));
            }
        }
        return all;
    }

    private static String joined(String term, String joint, int count) {
        return IntStream.range(2, count + 2)
                .mapToObj(k -> term.replace("{}", String.valueOf(k)))
                .collect(Collectors.joining(joint));
    }

    /** A text near another one: parts doubled, wrapped, cut, or joined with a piece of the shapes. */
    static String mutate(String text, SplittableRandom random) {
        StringBuilder s = new StringBuilder(text);
        for (int k = 1 + random.nextInt(3); k > 0; k--) {
            int a = random.nextInt(s.length() + 1);
            int b = Math.min(s.length(), a + 1 + random.nextInt(random.nextBoolean() ? 12 : 4_000));
            switch (random.nextInt(8)) {
                case 0 -> s.insert(a, s.substring(a, b).repeat(1 + random.nextInt(8)));
                case 1 ->
                    s.insert(0, "(").append(")").append(of(JOINTS, random)).append(of(VALUES, random));
                case 2 -> wrap(s, random);
                case 3 ->
                    s.append(of(JOINTS, random))
                            .append(joined(of(TERMS, random), of(JOINTS, random), 2 + random.nextInt(40)));
                case 4 -> s.insert(a, of(PIECES, random).repeat(1 + random.nextInt(60)));
                case 5 -> s.delete(a, b);
                case 6 -> digits(s, random);
                default -> s.insert(a, of(random.nextBoolean() ? VALUES : PIECES, random));
            }
        }
        return s.length() > LONGEST ? s.substring(0, LONGEST) : s.toString();
    }

    private static void wrap(StringBuilder s, SplittableRandom random) {
        int n = 3 * random.nextInt(NESTS.size() / 3);
        s.insert(0, NESTS.get(n)).append(NESTS.get(n + 2));
    }

    private static void digits(StringBuilder s, SplittableRandom random) {
        for (int i = random.nextInt(s.length() + 1); i < s.length(); i++) {
            if (Character.isDigit(s.charAt(i))) {
                s.replace(i, i + 1, String.valueOf(random.nextInt(10) * (random.nextBoolean() ? 1 : 111)));
                return;
            }
        }
    }

    private static String of(List<String> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }
}
