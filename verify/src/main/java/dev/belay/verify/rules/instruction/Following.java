package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.text.Whitespace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Which instructions of a prompt one response follows, strictly and loosely.
 *
 * <p>Strict judges the response as it is. Loose forgives Markdown stars and an opening or closing line: an instruction is
 * followed if any of eight variants follows it - the response, without its first line, without its last, without both,
 * and each of the four without {@code *}. A blank text follows nothing, in either form. Strict implies loose.
 *
 * @param strict one verdict per instruction, in order
 * @param loose one verdict per instruction, in order
 */
public record Following(List<Boolean> strict, List<Boolean> loose) {

    public Following {
        strict = List.copyOf(strict);
        loose = List.copyOf(loose);
        if (strict.size() != loose.size()) {
            throw new IllegalArgumentException(
                    "strict and loose need one verdict each, got " + strict.size() + " and " + loose.size());
        }
    }

    /** Judges a response. */
    public static Following of(List<Instruction> instructions, String response) {
        List<String> variants = variants(response);
        return new Following(
                instructions.stream().map(one -> byAny(one, List.of(response))).toList(),
                instructions.stream().map(one -> byAny(one, variants)).toList());
    }

    /** Whether one of the texts is not blank and follows. */
    static boolean byAny(Instruction instruction, List<String> texts) {
        return texts.stream()
                .anyMatch(text ->
                        !Whitespace.isBlank(text) && instruction.check(text).passed());
    }

    /** The eight variants, duplicates removed, the response itself first. */
    static List<String> variants(String response) {
        List<String> lines = Pieces.of(response, "\n").all();
        int count = lines.size();
        SequencedSet<String> variants = new LinkedHashSet<>();
        variants.add(response);
        variants.add(joined(lines.subList(1, count)));
        variants.add(joined(lines.subList(0, count - 1)));
        variants.add(joined(lines.subList(1, Math.max(1, count - 1))));
        for (String variant : List.copyOf(variants)) {
            variants.add(variant.replace("*", ""));
        }
        return new ArrayList<>(variants);
    }

    private static String joined(List<String> lines) {
        return Whitespace.strip(String.join("\n", lines));
    }
}
