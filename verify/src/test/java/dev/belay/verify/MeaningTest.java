package dev.belay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Pairs that mean the same, and pairs that look the same and do not, under every preset that reads mathematics. */
class MeaningTest {

    private static final String SAME = """
            4\\sqrt{2} @@ 4\\sqrt(2)
            10 \\text{ m} @@ 1000 \\text{ cm}
            -2\\pi @@ -2*pi
            \\frac{\\pi}{2} @@ pi/2
            e^{16}-1 @@ -1+exp(16)
            6.02\\times 10^{23} @@ $6.02e23$
            3\\frac12 @@ 3 1/2
            1000 @@ 1\\,000
            -2 @@ \\sqrt[3]{-8}
            -1 @@ e^{i\\pi}
            7 @@ 7 \\pmod{12}
            -1 < x \\le 3 @@ 3>=x>-1
            (-\\infty,-3)\\cup(3,+\\infty) @@ (-∞,-3)∪(3,+∞)
            \\frac{\\pi}{4} @@ 45^\\circ
            45^\\circ @@ \\frac{\\pi}{4}
            2\\arcsin\\sqrt a @@ \\arccos(1-2a)
            f(n)=2n+1 @@ f(m)=2m+1
            \\emptyset @@ \\text{no solution}
            \\emptyset @@ empty set
            A @@ A
            A @@ (A)
            \\text{(B)} @@ B
            x^2-1 @@ (x-1)(x+1)
            \\frac{1}{\\sqrt2} @@ \\frac{\\sqrt2}{2}
            \\sqrt{6} @@ \\sqrt2\\sqrt3
            \\sqrt{5+2\\sqrt6} @@ \\sqrt2+\\sqrt3
            \\sin^2 x+\\cos^2 x @@ 1
            \\tan x @@ \\frac{\\sin x}{\\cos x}
            \\ln 8 @@ 3\\ln 2
            \\log_2 8 @@ 3
            12,345 @@ 12345
            100,200,300 @@ \\{100, 200, 300\\}
            (1,2) @@ (1, 2)
            \\{1,2\\} @@ \\{2,1\\}
            1,2 @@ 2 and 1
            x=2 @@ 2
            2 @@ x=2
            0.1 @@ 10\\%
            3x+4y=7 @@ 6x+8y-14=0
            y=2x+1 @@ 2x-y+1=0
            x \\le 5 @@ (-\\infty,5]
            x<1 @@ -x>-1
            \\frac13 @@ 0.3333
            0.\\overline{3} @@ \\frac13
            \\pi @@ 3.14159
            \\begin{pmatrix}1\\\\2\\end{pmatrix} @@ (1,2)
            \\text{June 20} @@ June 20
            4:30 \\text{ p.m.} @@ 4:30 PM
            \\frac{1}{2}x @@ 1/2x
            \\frac{x}{2} @@ x/2
            \\frac{3}{4}\\pi @@ 3/4\\pi
            3+4i @@ 4i+3
            |z|=5 @@ 5
            x^{1/3} @@ \\sqrt[3]{x}
            n! @@ n(n-1)!
            \\binom{10}{3} @@ 120
            2^{10} @@ 1024
            \\{x \\mid -1<x<3\\} @@ (-1,3)
            (3,\\infty) @@ \\{x \\mid x>3\\}
            \\mathbb{R}\\setminus\\{0\\} @@ (-\\infty,0)\\cup(0,\\infty)
            5 @@ five
            $5$ @@ \\(5\\)
            120 \\text{ degrees} @@ 120^\\circ
            1 \\text{ hour} @@ 60 \\text{ minutes}
            \\$12.50 @@ 12.5
            50\\text{ dollars} @@ \\$50
            x=1,y=2 @@ (1,2)
            x=1, y=2 @@ y=2, x=1
            w=16, d=3 @@ w = 16 and d = 3
            \\frac{a}{b} @@ a/b
            2x^2y @@ 2yx^2
            \\frac{-3}{4} @@ -\\frac34
            10^{-3} @@ 0.001
            3^{2x} @@ 9^x
            e^{x+y} @@ e^x e^y
            \\cos 60^\\circ @@ \\frac12
            \\frac{\\sqrt 3}{2} @@ \\sin(60^\\circ)
            2\\sqrt{3}i @@ i*2*sqrt(3)
            \\sqrt{-4} @@ 2i
            2, 3, \\frac{3\\pm i\\sqrt3}{2} @@ 2,3,\\frac{3+i\\sqrt3}{2},\\frac{3-i\\sqrt3}{2}
            \\pm 3 @@ 3, -3
            \\text{Yes} @@ yes
            12\\text{ cm}^2 @@ 12
            12\\text{ cm}^2 @@ 12 \\text{ square centimeters}
            2:3 @@ 4:6
            1\\frac{3}{4} @@ 7/4
            (-1)^n @@ (-1)^{n}
            \\frac{1}{1+e^{-x}} @@ \\frac{e^x}{1+e^x}
            \\lfloor \\pi \\rfloor @@ 3
            \\lim_{x\\to 0}x @@ \\lim_{x\\to 0}x
            (x+1)^2 @@ x^2+2x+1
            \\frac{\\pi}{6} @@ 30 degrees
            \\text{east} @@ East
            5\\text{ km/h} @@ 5 \\text{ km per hour}
            5 \\text{ mph} @@ 5 miles per hour
            \\{(1,2),(3,4)\\} @@ (1,2), (3,4)
            (1,2),(3,4) @@ (3,4),(1,2)
            x\\in\\{1,2\\} @@ x=1,2
            x = 1 \\text{ or } x = 2 @@ 1, 2
            x=1, x=2 @@ \\{1,2\\}
            \\left(\\frac{1}{2}, \\infty\\right) @@ (0.5, \\infty)
            a \\ge 2 @@ [2, +\\infty)
            \\sqrt{2}/2 @@ \\frac{1}{\\sqrt{2}}
            6! @@ 720
            y = \\frac{1}{2}x + 3 @@ x - 2y + 6 = 0
            \\frac{x^2}{4}+\\frac{y^2}{9}=1 @@ 9x^2+4y^2=36
            2^{n}-1 @@ 2^n - 1
            2^{n+1} @@ 2\\cdot 2^n
            \\frac{n(n+1)}{2} @@ \\frac{n^2+n}{2}
            (-1)^{n+1} @@ -(-1)^n
            \\ln\\frac{a}{b} @@ \\ln a-\\ln b
            a^2+b^2 @@ b^2 + a^2
            \\vec{v} @@ \\vec v
            \\begin{pmatrix} 1 & 0 \\\\ 0 & 1 \\end{pmatrix} @@ [[1,0],[0,1]]
            \\langle 1,2,3\\rangle @@ (1,2,3)
            1.5 \\times 10^3 @@ 1500
            0.5 @@ .5
            -\\frac{1}{2} @@ -.5
            3,\\!000 @@ 3000
            45\\% @@ 0.45
            7:30 \\text{ a.m.} @@ 7:30 am
            30^\\circ @@ 30
            \\text{(C)} @@ C
            C @@ (C) 12
            \\text{A, D} @@ A,D
            \\text{Monday} @@ monday
            \\text{two} @@ 2
            \\frac{2\\pi}{3} @@ 120°
            2\\pi + 1 @@ 1+2π
            x^{\\frac{1}{2}} @@ \\sqrt{x}
            \\cot x @@ 1/\\tan x
            \\frac{1}{2}\\ln 2 @@ \\ln\\sqrt2
            e^{2\\ln 3} @@ 9
            \\log_{10} 100 @@ 2
            \\log 100 @@ 2
            |x-1|<2 @@ |x-1|<2
            f(x)=x^2 @@ x^2
            f(x) = x^2, x>0 @@ f(x)=x^2, x>0
            \\overline{AB} @@ \\overline{AB}
            \\angle A = 30^\\circ @@ 30^\\circ
            S_n = n^2 @@ n^2
            a_n = 2n-1 @@ a_n=2n-1
            2n-1 @@ a_n=2n-1
            \\pm\\sqrt{3} @@ \\sqrt{3}, -\\sqrt{3}
            \\pm\\frac{1}{2} @@ \\{-1/2, 1/2\\}
            x=\\pm 2 @@ x=2 \\text{ or } x=-2
            1-i @@ 1 - 1i
            \\{x \\in \\mathbb{R} : x > 2\\} @@ (2,\\infty)
            x>2 \\text{ or } x<-2 @@ (-\\infty,-2)\\cup(2,\\infty)
            \\frac{5}{3} @@ 1\\frac{2}{3}
            0.1\\overline{6} @@ \\frac16
            25\\pi \\text{ square inches} @@ 25\\pi
            \\sqrt{3} \\text{ units} @@ \\sqrt3
            16\\text{ cm}^2 @@ 16 \\text{ cm}^{2}
            \\$1{,}000 @@ 1000
            3/4 @@ \\dfrac{3}{4}
            \\frac{-1+\\sqrt{5}}{2} @@ \\frac{\\sqrt{5}-1}{2}
            \\sqrt[4]{16} @@ 2
            \\lceil 2.1 \\rceil @@ 3
            C_{10}^{3} @@ C_{10}^{3}
            \\binom{n}{2} @@ \\frac{n(n-1)}{2}
            \\frac{n!}{(n-2)!} @@ n(n-1)
            2\\sin x\\cos x @@ \\sin 2x
            \\cos^2 x - \\sin^2 x @@ \\cos(2x)
            \\frac{1}{2}(a+b)h @@ \\frac{(a+b)h}{2}
            AB=5 @@ 5
            P(A)=\\frac{1}{3} @@ \\frac13
            \\text{no real solutions} @@ \\emptyset
            \\frac{1}{3} @@ \\frac{1}{3} \\approx 0.333
            10 @@ 10.0
            12 @@ 12.
            3 @@ +3
            (2, \\frac{\\pi}{3}) @@ \\left(2,\\frac{\\pi}{3}\\right)
            \\arctan 1 @@ \\pi/4
            \\text{odd} @@ odd
            10:15 @@ 2:3
            1, -2, 3 @@ -2,1,3
            \\infty @@ +\\infty
            x^2+1 @@ x<sup>2</sup>+1
            x<3 @@ x &lt; 3
            \\text{(C)} @@ \\textbf{(C)}\\ 12
            (\\pm 3, 0) @@ (3,0), (-3,0)
            (1+\\sqrt2)^2 @@ 3+2\\sqrt2
            C) 10 @@ 10
            **C)** 40% @@ 40\\%
            C) 10 @@ C
            (A) 5 @@ A) 5
            323_{(5)} @@ 323_5
            \\lg 100 @@ 2
            """;

    /** Each of these was, or could be, a false positive of a grader in use. */
    private static final String DIFFERENT = """
            1/2004! @@ 1/2006!
            2^{-99} @@ 2^{-98}
            \\frac{2^{2005}+1}{3\\cdot 2^{2006}} @@ \\frac{1}{3\\cdot 2^{2006}}
            1.6e-19 @@ 2.5e-19
            0.0000001 @@ 0.0000002
            1.6 \\times 10^{-19} @@ 2.5 \\times 10^{-19}
            3 @@ 3d
            5 @@ 5m
            2 @@ 2t
            x+3 @@ x+3c
            2\\pi r @@ 2\\pi r h
            \\frac{3n}{2}+\\frac12 @@ \\frac{3n}{2}+\\frac{m}{2}
            1-\\frac{1}{\\mathrm{e}} @@ 1+\\frac{1}{\\mathrm{e}}
            204_5 @@ 204_6
            101 @@ 101_2
            101_2 @@ 101
            3n @@ 2N+n
            a/b @@ A/B
            1 @@ \\{1,1\\}
            \\{1,1\\} @@ 1
            4 @@ 4\\sqrt(2)
            1,2,\\ldots,n @@ 1,3,5,\\ldots,2n-1
            1:2:3:4 @@ 1:4:9:16
            3x-y+13=0 @@ 3x+4y+14=0
            1331 \\text{ and } 1728 @@ 1728
            10 \\text{ cm} @@ 10 \\text{ m}
            42 @@ 41=42
            45^\\circ @@ \\frac{\\pi}{3}
            f(n)=2n+1 @@ f(m)=2m+2
            \\text{(B)} @@ C
            x^2-1 @@ (x-1)^2
            \\sqrt{5+2\\sqrt6} @@ \\sqrt2+\\sqrt[3]{5}
            5 @@ 5 \\text{ or } 6
            5 @@ 5, 6
            5 @@ 6 or 5
            (1,2) @@ (2,1)
            [1,2] @@ (1,2)
            0.1 @@ 10.1\\%
            y=2x+1 @@ 2x-y+2=0
            x<1 @@ -x<-1
            \\frac13 @@ 0.33
            \\frac13 @@ 0.3334
            \\pi @@ 3.14259
            4:30 \\text{ p.m.} @@ 4:31 PM
            3+4i @@ 3-4i
            \\sqrt{x^2} @@ x
            |x| @@ x
            (3,\\infty) @@ \\{x \\mid x\\ge3\\}
            x=1, y=2 @@ x=2, y=1
            123456789 @@ 123456788
            \\pm 3 @@ 3
            \\text{Yes} @@ No
            12\\text{ cm}^2 @@ 12 \\text{ cm}
            9^{9^{9^9}} @@ 9^{9^{9^8}}
            10^{100000000} @@ 10^{100000001}
            \\frac{x^2}{4}+\\frac{y^2}{9}=1 @@ 9x^2+4y^2=35
            1, -2, 3 @@ -2,1
            (1,2),(3,4) @@ (1,2),(4,3)
            \\frac12 @@ \\frac21
            -5 @@ 5
            5 @@ -5
            0.5 @@ 0.05
            x+1 @@ y+1
            x @@ X
            2\\pi @@ 2
            [0,1] @@ [0,1)
            x>2 @@ x\\ge 2
            x>2 @@ x<2
            (0,1)\\cup(2,3) @@ (0,1)\\cap(2,3)
            \\{1,2,3\\} @@ \\{1,2\\}
            1000 @@ 1,00
            15 \\text{ minutes} @@ 15 \\text{ hours}
            5\\% @@ 5 \\text{ cm}
            2 @@ 2x
            \\sin x @@ \\sin^{-1} x
            \\ln x @@ \\log_{10} x
            a=1,b=2 @@ a=2,b=1
            3x+2y=5 @@ 3x+2y
            1:2 @@ 2:1
            1/3 @@ 3
            100 @@ 1e3
            2^{100} @@ 2^{101}
            7 \\pmod{12} @@ 8 \\pmod{12}
            f(x)=x+1 @@ f(x)=x+2
            \\text{Yes} @@ \\text{Yes and no}
            9 @@ 9 or 10
            \\infty @@ 10^{100}
            -\\infty @@ \\infty
            \\frac{\\sqrt3}{2} @@ \\frac{\\sqrt2}{2}
            \\begin{pmatrix}1\\\\2\\end{pmatrix} @@ \\begin{pmatrix}2\\\\1\\end{pmatrix}
            123 @@ 1,2,3
            12 @@ 1, 2
            0 @@ \\emptyset
            1 @@ \\{0,1\\}
            \\text{(C)} @@ \\textbf{(D)}\\ 12
            C) 10 @@ B
            C) 10 @@ 11
            """;

    private static Stream<DynamicTest> each(String table, Preset preset, boolean equal) {
        return table.lines().map(line -> {
            String[] pair = line.split(" @@ ", -1);
            return DynamicTest.dynamicTest(preset.key() + ": " + line, () -> {
                Verification v = Verifier.of(preset).verify(pair[0], pair[1]);
                assertThat(v.isEqual()).as(v.toString()).isEqualTo(equal);
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> strict_sameMeaning_isEqual() {
        return each(SAME, Preset.STRICT, true);
    }

    @TestFactory
    Stream<DynamicTest> lenient_sameMeaning_isEqual() {
        return each(SAME, Preset.LENIENT, true);
    }

    @TestFactory
    Stream<DynamicTest> mathVerify_sameMeaning_isEqual() {
        return each(SAME, Preset.MATH_VERIFY, true);
    }

    @TestFactory
    Stream<DynamicTest> strict_differentMeaning_isNeverEqual() {
        return each(DIFFERENT, Preset.STRICT, false);
    }

    @TestFactory
    Stream<DynamicTest> lenient_differentMeaning_isNeverEqual() {
        return each(DIFFERENT, Preset.LENIENT, false);
    }

    @TestFactory
    Stream<DynamicTest> mathVerify_differentMeaning_isNeverEqual() {
        return each(DIFFERENT, Preset.MATH_VERIFY, false);
    }
}
