package dev.belay.verify.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.belay.verify.rules.execution.FencedCode;
import dev.belay.verify.rules.format.BoxedFormat;
import dev.belay.verify.rules.format.TagCount;
import dev.belay.verify.rules.format.ThinkAnswerFormat;
import dev.belay.verify.rules.format.ThinkFormat;
import dev.belay.verify.rules.grounding.CitedShare;
import dev.belay.verify.rules.grounding.Refusal;
import dev.belay.verify.rules.instruction.Instruction;
import dev.belay.verify.rules.instruction.InstructionSet;
import dev.belay.verify.rules.instruction.InstructionSet.Credit;
import dev.belay.verify.rules.instruction.InstructionSet.Strictness;
import dev.belay.verify.rules.instruction.Instructions;
import dev.belay.verify.rules.language.ScriptShare;
import dev.belay.verify.rules.phrase.PhrasePresence;
import dev.belay.verify.rules.phrase.ReasoningPhrases;
import dev.belay.verify.rules.repetition.BackToBackRepeat;
import dev.belay.verify.rules.repetition.DistinctNgramPenalty;
import dev.belay.verify.rules.repetition.NgramLimit;
import dev.belay.verify.rules.repetition.RepeatedNgramShare;
import dev.belay.verify.rules.repetition.WordForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One of every text rule, and the texts that are likeliest to break one. */
final class RuleFixtures {

    /** Pieces of syntax some rule reacts to, and characters that break careless scanners. */
    static final List<String> FRAGMENTS = List.of(
            "<think>",
            "</think>\n",
            "\n<answer>\n",
            "\n</answer>",
            "\\boxed{",
            "}",
            "{",
            "\\",
            "\\fbox{x}",
            "$",
            "$$",
            "\\(",
            "\\[",
            "`",
            "```",
            "```json\n",
            "\n",
            "\n\n",
            " ",
            "*",
            "**",
            "***",
            "******",
            "* a\n",
            "- ",
            "[",
            "]",
            "[a] ",
            "[1,",
            "[1]. ",
            "<<",
            ">>",
            "<<t>>",
            "P.S.",
            "p. ",
            "Section 1 ",
            "Day 2",
            "\"",
            "'",
            "'s ",
            "“",
            "”",
            ". ",
            ".",
            "..",
            "! ",
            "?",
            "Dr. ",
            "U.S. ",
            "1. ",
            "J. ",
            "the ",
            "The ",
            "a b ",
            "wait, ",
            "user: ",
            "WAR ",
            "x",
            "I ",
            "CANNOT ",
            ",",
            "{\"a\":",
            "[[",
            "1e9",
            "-",
            "--",
            "\u0000",
            "\u001c",
            "\u0085",
            "\u00a0",
            "\u2028",
            "\u202e",
            "\ufeff",
            "\ud800",
            "\udc00",
            "\ud83d\ude00",
            "é",
            "İ",
            "ß",
            "中文",
            "ひら",
            "हिन्दी ",
            "عربي ",
            "_");

    private static final Map<String, Object> ARGUMENTS = Map.ofEntries(
            Map.entry("keywords", List.of("the", "x")),
            Map.entry("keyword", "x"),
            Map.entry("frequency", 3),
            Map.entry("relation", "at least"),
            Map.entry("forbidden_words", List.of("war", "xx")),
            Map.entry("letter", "x"),
            Map.entry("let_frequency", 2),
            Map.entry("let_relation", "less than"),
            Map.entry("language", "hi"),
            Map.entry("num_sentences", 2),
            Map.entry("num_paragraphs", 2),
            Map.entry("num_words", 5),
            Map.entry("nth_paragraph", 2),
            Map.entry("first_word", "x"),
            Map.entry("num_placeholders", 2),
            Map.entry("postscript_marker", "P.S."),
            Map.entry("num_bullets", 2),
            Map.entry("num_highlights", 2),
            Map.entry("section_spliter", "Day"),
            Map.entry("num_sections", 2),
            Map.entry("prompt_to_repeat", "x"),
            Map.entry("end_phrase", "x"),
            Map.entry("capital_frequency", 2),
            Map.entry("capital_relation", "less than"));

    private RuleFixtures() {}

    static List<TextRule> all() {
        List<TextRule> rules = new ArrayList<>(List.of(
                ThinkAnswerFormat.strict().requiringContent(),
                ThinkAnswerFormat.openR1(),
                ThinkAnswerFormat.strict().openedByPrompt(),
                TagCount.plain(),
                TagCount.openR1(),
                ThinkFormat.trl(),
                BoxedFormat.anywhere(),
                new BoxedFormat(BoxedFormat.Region.AFTER_THINK),
                DistinctNgramPenalty.openR1(),
                new DistinctNgramPenalty(4, -2, WordForm.LOWER_CASE_LETTERS),
                NgramLimit.rlpr(),
                RepeatedNgramShare.rpr(),
                BackToBackRepeat.spuriousRewards(),
                ReasoningPhrases.paper(),
                ReasoningPhrases.code(),
                ReasoningPhrases.openEnded(),
                PhrasePresence.python(),
                ScriptShare.of("ja", 0.5),
                new ScriptShare(ScriptShare.of("ru", 0).scripts(), 0.9, ScriptShare.Scope.ALL),
                Refusal.trustAlign(),
                new CitedShare(3, 0.5)));
        List<Instruction> instructions = instructions();
        rules.addAll(instructions);
        rules.add(new InstructionSet(instructions, Strictness.STRICT, Credit.ALL));
        rules.add(new InstructionSet(instructions, Strictness.LOOSE, Credit.MEAN));
        return rules;
    }

    static List<Instruction> instructions() {
        List<Instruction> instructions = new ArrayList<>();
        for (String id : Instructions.ids()) {
            Map<String, Object> arguments = new HashMap<>();
            Instructions.arguments(id).forEach(name -> arguments.put(name, ARGUMENTS.get(name)));
            instructions.add(Instructions.build(id, arguments));
        }
        return instructions;
    }

    /** Answers inside its range; the message is only built on failure, a million calls deep. */
    static RuleResult requireInRange(TextRule rule, String text) {
        RuleResult result = rule.check(text);
        if (!rule.range().contains(result.score()) || result.evidence().length() > RuleResult.EVIDENCE_CHARS) {
            fail("%s gave %s for a text of %d characters", rule, result, text.length());
        }
        return result;
    }

    /** The same, and answers the same again. */
    static void requireSound(TextRule rule, String text) {
        assertThat(rule.check(text)).isEqualTo(requireInRange(rule, text));
        assertThat(FencedCode.last(text)).isEqualTo(FencedCode.last(text));
    }

    /** An endless supply of short hostile texts. */
    static final class TextSource {
        private final SplittableRandom random;

        TextSource(long seed) {
            random = new SplittableRandom(seed);
        }

        String next() {
            StringBuilder text = new StringBuilder();
            int parts = random.nextInt(1, 24);
            for (int i = 0; i < parts; i++) {
                if (random.nextInt(8) == 0) {
                    text.append((char) random.nextInt(0x10000));
                } else {
                    String part = FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
                    text.repeat(part, random.nextInt(16) == 0 ? random.nextInt(1, 40) : 1);
                }
            }
            return text.toString();
        }
    }
}
