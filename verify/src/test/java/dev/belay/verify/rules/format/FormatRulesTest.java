package dev.belay.verify.rules.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.verify.rules.TextRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatRulesTest {
    private static final String GOOD = "<think>because</think>\n<answer>7</answer>";
    private static final String OPEN_R1 = "<think>\nbecause\n</think>\n<answer>\n7\n</answer>";

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            <think>a</think><answer>b</answer>|true
            <think>a</think>   <answer>b</answer>  |true
            <think></think><answer></answer>|true
            <answer>b</answer><think>a</think>|false
            <think>a</think><answer>b</answer><answer>b</answer>|false
            <think><think>a</think><answer>b</answer>|false
            x <think>a</think><answer>b</answer>|false
            <think>a</think> so <answer>b</answer>|false
            <think>a</think><answer>b</answer> done|false
            <think>a</think><answer>b|false
            <think>a<answer>b</answer></think>|false
            plain|false""")
    void thinkAnswerStrict_wholeResponseOneOfEachTagInOrder(String text, boolean passes) {
        assertThat(ThinkAnswerFormat.strict().check(text).passed()).isEqualTo(passes);
    }

    @Test
    void thinkAnswerOpenR1_tagsOnOwnLines() {
        TextRule rule = ThinkAnswerFormat.openR1();
        assertThat(rule.check(OPEN_R1).passed()).isTrue();
        assertThat(rule.check(GOOD).passed()).isFalse();
        assertThat(rule.check(OPEN_R1 + "\nmore").passed()).isFalse();
        assertThat(rule.check(" " + OPEN_R1).passed()).isFalse();
        // "\n.*?\n" needs two line breaks inside a block.
        assertThat(rule.check("<think>\n</think>\n<answer>\n7\n</answer>").passed())
                .isFalse();
    }

    @Test
    void thinkAnswerOpenedByPrompt_refusesASecondOpening() {
        TextRule rule = ThinkAnswerFormat.strict().openedByPrompt();
        assertThat(rule.check("because</think><answer>7</answer>").passed()).isTrue();
        assertThat(rule.check("</think><answer>7</answer>").passed()).isTrue();
        assertThat(rule.check(GOOD).reason()).isEqualTo("<think> occurs 1 times, needs 0");
    }

    @Test
    void thinkAnswerRequiringContent_blankBlockFails() {
        TextRule rule = ThinkAnswerFormat.strict().requiringContent();
        assertThat(rule.check("<think> \n</think><answer>7</answer>").reason()).isEqualTo("think block is blank");
        assertThat(rule.check("<think>a</think><answer> </answer>").reason()).isEqualTo("answer block is blank");
        assertThat(rule.check(GOOD).evidence()).isEqualTo("7");
    }

    @Test
    void tagCount_eachTagOnceIsAQuarter() {
        assertThat(TagCount.plain().check(GOOD).score()).isEqualTo(1.0);
        assertThat(TagCount.openR1().check(OPEN_R1).score()).isEqualTo(1.0);
        assertThat(TagCount.plain().check("").score()).isEqualTo(0.0);
        assertThat(TagCount.plain().check("<think>").score()).isEqualTo(0.25);
        // Order is not looked at, by definition of the soft form.
        assertThat(TagCount.plain().check("</answer><answer></think><think>").score())
                .isEqualTo(1.0);
        // Bare tags have no line breaks, so none of them counts there.
        assertThat(TagCount.openR1().check(GOOD).score()).isEqualTo(0.0);
    }

    @ParameterizedTest
    @CsvSource({"<think>", "</think>", "<answer>", "</answer>"})
    void tagCount_doublingAnyTagCostsExactlyAQuarter(String tag) {
        assertThat(TagCount.plain().check(GOOD + tag).score()).isEqualTo(0.75);
    }

    @Test
    void tagCountOpenedByPrompt_threeTagsAThirdEach() {
        TagCount rule = new TagCount(ThinkOpening.IN_PROMPT, TagSpacing.FREE);
        assertThat(rule.check("a</think><answer>7</answer>").score()).isEqualTo(1.0);
        assertThat(rule.check("a</think>7").score()).isEqualTo(1.0 / 3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <think>a</think> 7 | true
            <think></think>    | true
            x<think>a</think>  | false
            <think>a           | false
            <think><think>a</think> | false
            <think>a</think>b</think> | false""")
    void thinkFormatTrl_opensAtTheStartAndClosesOnce(String text, boolean passes) {
        assertThat(ThinkFormat.trl().check(text).passed()).isEqualTo(passes);
    }

    @Test
    void thinkFormatNonBlank_needsThoughtAndAnswer() {
        ThinkFormat rule = new ThinkFormat(ThinkOpening.IN_PROMPT, TagContent.NON_BLANK);
        assertThat(rule.check("a</think>7").passed()).isTrue();
        assertThat(rule.check(" </think>7").passed()).isFalse();
        assertThat(rule.check("a</think> ").passed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            so \\boxed{7}                      | 7
            \\boxed{\\frac{1}{2}}              | \\frac{1}{2}
            \\boxed{1} then \\fbox{2}          | 2
            \\boxed{\\boxed{3}}                | \\boxed{3}
            \\boxed{x \\} y}                   | x \\} y
            \\boxed{4} and \\boxed{            | 4
            \\boxed  {6}                      | 6
            \\boxed{a\\\\} b}                 | a\\\\
            \\boxed{5} and \\boxed{ }          | 5""")
    void boxed_lastCompleteFilledBox(String text, String content) {
        assertThat(BoxedFormat.anywhere().check(text).evidence()).isEqualTo(content);
        assertThat(BoxedFormat.anywhere().check(text).passed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"\\boxed{", "\\boxed{}", "\\boxed{  }", "\\boxed{\\frac{1}{2}", "boxed{7}", "{7}", "\\boxed 7", "}}}"})
    void boxed_incompleteOrEmptyFails(String text) {
        assertThat(BoxedFormat.anywhere().check(text).passed()).isFalse();
    }

    @Test
    void boxedAfterThink_aBoxInTheThoughtDoesNotCount() {
        BoxedFormat rule = new BoxedFormat(BoxedFormat.Region.AFTER_THINK);
        assertThat(rule.check("\\boxed{1}</think> it is 1").passed()).isFalse();
        assertThat(rule.check("a</think>\\boxed{1}").passed()).isTrue();
        assertThat(rule.check("no tag \\boxed{1}").passed()).isTrue();
    }
}
