package dev.belay.model.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import dev.belay.model.files.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A template is a stranger's program: whatever it does ends in text or in a message with its line. */
class HostileTemplateTest {
    private static final Map<String, com.fasterxml.jackson.databind.JsonNode> VARIABLES = Map.of(
            "s",
            Json.text("text"),
            "l",
            Json.array().add(1).add(2).add("x"),
            "d",
            Json.object().put("a", 1));

    private static String render(String source) {
        return JinjaTemplate.parse(source, "x")
                .render(VARIABLES, () -> Golden.NOW)
                .text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% set ns = namespace(t='ab') %}{% for i in range(99) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}",
                "{% set ns = namespace(t=[1]) %}{% for i in range(99) %}{% set ns.t = ns.t + ns.t %}{% endfor %}",
                "{% set ns = namespace(t=[1]) %}{% for i in range(9999) %}{% set ns.t = [ns.t] %}{% endfor %}{{ ns.t }}",
                "{% set ns = namespace(t=[1]) %}{% for i in range(999) %}{% set ns.t = [ns.t] %}{% endfor %}{{ ns.t|tojson }}",
                "{% set ns = namespace(t=[1]) %}{% for i in range(999) %}{% set ns.t = [ns.t] %}{% endfor %}{{ ns.t == [ns.t] }}",
                "{% set ns = namespace(t='') %}{% for i in range(99999) %}{% set ns.t = ns.t ~ 'abcdefgh' %}{% endfor %}",
                "{% set ns = namespace(t=1) %}{% for i in range(9999) %}{% set ns.t = (ns.t,) %}{% endfor %}{{ {ns.t: 1} }}",
                "{% set ns = namespace() %}{% set ns.a = ns %}{{ ns }}",
                "{% set ns = namespace() %}{% set ns.a = ns %}{{ {ns: 1} }}",
                "{{ 'a' * 1000000000 }}",
                "{{ [1] * 1000000000 }}",
                "{{ 'a'.center(1000000000) }}",
                "{{ 'a'.zfill(1000000000) }}",
                "{{ '\t'.expandtabs(1000000000) }}",
                "{{ 'a'|indent(1000000000, true) }}",
                "{{ d|tojson(indent=1000000000) }}",
                "{{ '%999999999d' % 1 }}",
                "{{ '{:999999999}'.format(1) }}",
                "{{ ('a' * 3000000).replace('a', 'b' * 3000000) }}",
                "{{ ('b' * 2000)|join('c' * 3000) }}",
                "{{ l|batch(1000000000, 1)|list }}",
                "{{ l|slice(1000000000)|list }}",
                "{{ 9 ** 999999 }}",
                "{% set ns = namespace(n=7) %}{% for i in range(99) %}{% set ns.n = ns.n * ns.n %}{% endfor %}",
                "{{ 1.5|round(1000000000) }}",
                "{{ range(1000000000) }}",
                "{% for x in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
                "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}"
                        + "{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}",
                "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}"
                        + "{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a < ns.b }}",
                "{% set ns = namespace(a=(1,)) %}{% for i in range(60) %}{% set ns.a = (ns.a, ns.a) %}{% endfor %}"
                        + "{{ {ns.a: 1} }}",
                "{% set r = range(99999) %}{{ r|select('in', r)|list|length }}",
                "{% set t = 'a' * 4000000 %}{% for i in range(99999) %}{% if t.find('b') > 0 %}{% endif %}{% endfor %}",
                "{% set t = 'a' * 4000000 %}{% for i in range(99999) %}{% if t.isalpha() %}{% endif %}{% endfor %}",
                "{{ '%c' % 1114112 }}",
                "{{ '%c' % -1 }}",
                "{{ 'a'|truncate(9, false, '', -20) }}",
            })
    void template_thatWouldNotEnd_isStopped(String source) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThatThrownBy(() -> render(source))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageMatching("(?s)x, line 1: .+"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "{{ ('a' * 2000000 ~ 'b') in 'a' * 4000000 }}¦False",
                "{{ ('b' ~ 'a' * 2000000) in 'a' * 4000000 }}¦False",
                "{{ ('a' * 4000000).find('a' * 2000000 ~ 'b') }}¦-1",
                "{{ ('a' * 4000000).rfind('b' ~ 'a' * 2000000) }}¦-1",
                "{{ ('a' * 4000000).count('a' * 2000000 ~ 'b') }}¦0",
                "{{ ('a' * 4000000).split('a' * 2000000 ~ 'b')|length }}¦1",
                "{{ ('a' * 4000000).rsplit('b' ~ 'a' * 2000000)|length }}¦1",
                "{{ ('a' * 4000000).partition('a' * 2000000 ~ 'b')[1] }}¦''",
                "{{ ('a' * 4000000).replace('a' * 2000000 ~ 'b', '')|length }}¦4000000",
                "{{ ('a' * 4000000)|replace('a' * 2000000 ~ 'b', '')|length }}¦4000000",
                "{{ ('a ' * 2000000).rsplit()|length }}¦2000000",
                "{{ ('a' * 2000000).strip('b' * 2000000 ~ 'a') }}¦''",
                "{{ ('<' * 4000000)|striptags|length }}¦4000000",
                "{{ ('<!--' * 900000)|striptags|length }}¦3600000",
                "{{ ('<!--' * 900000 ~ '>')|striptags|length }}¦0"
            })
    void search_inLongTexts_isLinear(String source, String expected) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(render(source)).isEqualTo(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                // Longer than what String.indexOf is trusted with; "aabaab…" falls back within itself.
                "{{ ('x' ~ 'aab' * 9 ~ 'aac').find('aab' * 7 ~ 'aac') }}¦7",
                "{{ ('aab' * 20).rfind('baa' * 7) }}¦38",
                "{{ ('aab' * 20).find('baa' * 7) }}¦2",
                "{{ ('ab' * 30).count('ab' * 10) }}¦3",
                "{{ ('a' * 60).rsplit('a' * 25)|join('|') }}¦aaaaaaaaaa||",
                "{{ '12345678901234567890'.rfind('12345678901234567890') }}¦0",
                "{{ '  ab cd  ef '.rsplit(none, 1)|join('|') }}¦'  ab cd|ef'",
                "{{ '1 < 2 <b>x</b> <!-- <i> --> y <!-- <i>z'|striptags }}¦1 x y z",
                "{{ 'a'|truncate(2147483647) }}¦a"
            })
    void search_andItsKin_findWhatPythonFinds(String source, String expected) {
        assertThat(render(source)).isEqualTo(expected);
    }

    @Test
    void filters_chainedAHundredThousandTimes_areAppliedInALoop() {
        assertThat(render("{{ s" + "|e".repeat(100_000) + " }}")).isEqualTo("text");
        assertThat(render("{% filter e" + "|e".repeat(100_000) + " %}text{% endfilter %}"))
                .isEqualTo("text");
    }

    @Test
    void render_failureNobodyForesaw_namesTemplateAndLine() {
        JinjaTemplate template = JinjaTemplate.parse("\n{{ strftime_now('%Y') }}", "x");
        assertThatThrownBy(() -> template.render(VARIABLES, () -> {
                    throw new IllegalStateException("no clock");
                }))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("x, line 2: the template cannot be rendered: java.lang.IllegalStateException: no clock")
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"(,)", "[,]", "{1:,}", "'not ',''", "-,''", "'1 if 1 else ',''", "f(,)", "x[,]"})
    void expression_nestedDeeply_isRefusedNotOverflowing(String open, String close) {
        String deep = "{{ " + open.repeat(20_000) + "1" + close.repeat(20_000) + " }}";
        assertThatThrownBy(() -> render(deep)).isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1+", "'a'~", "s.", "1 and ", "s|upper|"})
    void expression_chainedLong_endsInTextOrMessage(String link) {
        String body = link.startsWith("s") ? "s" + link.substring(1).repeat(5_000) + "x" : link.repeat(5_000) + "1";
        survives("{{ " + body + " }}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% if 1 %}|{% endif %}",
                "{% for x in l %}|{% endfor %}",
                "{% macro m() %}|{% endmacro %}",
                "{% set a %}|{% endset %}"
            })
    void blocks_nestedDeeply_areRefusedNotOverflowing(String block) {
        String[] sides = block.split("\\|", -1);
        assertThatThrownBy(() -> render(sides[0].repeat(20_000) + sides[1].repeat(20_000)))
                .isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "{{ s|shout }}¦x, line 1: the filter 'shout' is unknown; known: abs, attr, batch",
                "⏎{{ s is shouted }}¦x, line 2: the test 'shouted' is unknown; known: !=, <",
                "⏎⏎{{ shout(s) }}¦x, line 3: 'shout' is undefined",
                "{% shout %}¦x, line 1: the tag {% shout %} is unknown; known: for, if, set",
                "{% include 'secret' %}¦x, line 1: the tag {% include %} is not part of chat templates",
                "{{ l.append(1) }}¦x, line 1: the sandbox forbids the attribute 'append' of a value of type list",
                "{{ raise_exception('no tools') }}¦x, line 1: the template refuses: no tools",
                "{% if s %}⏎{{ s¦x, line 2: a tag {{ … }} is not closed",
                "{% for x in l %}⏎¦x, line 1: expected {% else %} or {% endfor %}, found the end of the template",
                "{{ d.a.b.c }}¦x, line 1: a value of type int has no attribute 'b'"
            })
    void template_thatIsWrong_isToldWhereAndWhy(String source, String message) {
        assertThatThrownBy(() -> render(source.replace("⏎", "\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(message);
    }

    /** Separated by {@code ¦}, as some are nothing but white space. */
    private static final String PIECES =
            "{% ¦ %}¦{{ ¦ }}¦{#¦#}¦-%}¦{%-¦for¦ x ¦in¦ l¦if ¦else¦elif¦endfor¦endif¦set ¦=¦macro m(a)¦endmacro¦m(¦)¦(¦[¦]¦{¦}"
                    + "¦'¦\"¦\\¦|¦upper¦length¦map('¦is ¦not ¦defined¦s¦d¦.items()¦[::-1]¦1¦2.5¦*¦**¦+¦-¦~¦%¦:¦,¦\n¦ ¦é"
                    + "¦\uD83D\uDE00¦\uD83D¦namespace(a=1)¦raw¦endraw¦generation¦endgeneration¦loop.index¦range(3)¦tojson"
                    + "¦break¦continue¦call¦endcall¦filter¦endfilter¦with¦endwith¦recursive¦none";

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(PIECES.split("¦", -1)).list().ofMaxSize(24).map(pieces -> String.join("", pieces));
    }

    @Property(tries = 3000)
    void template_ofPieces_endsInTextOrMessage(@ForAll("pieces") String source) {
        survives(source);
    }

    @Property(tries = 600)
    void template_damaged_endsInTextOrMessage(
            @ForAll @IntRange(max = 100) int which, @ForAll @IntRange(max = 100_000) int place, @ForAll char c) {
        List<String> templates = Golden.templates();
        String source = Golden.source(templates.get(which % templates.size()));
        int at = place % source.length();
        survives(source.substring(0, at) + c + source.substring(at + 1));
        survives(source.substring(0, at));
        survives(source.substring(0, at) + source.substring(Math.min(source.length(), at + 7)));
    }

    private static void survives(String source) {
        try {
            assertThat(render(source)).isNotNull();
        } catch (InvalidInputException e) {
            assertThat(e).hasMessageStartingWith("x");
        }
    }
}
