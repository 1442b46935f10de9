package dev.belay.verify.rules.instruction;

import dev.belay.verify.rules.RuleResult;
import dev.belay.verify.rules.text.Whitespace;
import java.util.List;

/**
 * The whole response is one JSON value, possibly inside a Markdown fence.
 *
 * <p>What Python's {@code json.loads} takes: also {@code NaN}, {@code Infinity} and bare scalars. Unlike there, depth and
 * the length of numbers are not limited.
 */
public record JsonFormat() implements Instruction {

    public static final String ID = "detectable_format:json_format";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public RuleResult check(String text) {
        String json = Whitespace.strip(text);
        for (String fence : List.of("```json", "```Json", "```JSON", "```")) {
            json = json.startsWith(fence) ? json.substring(fence.length()) : json;
        }
        json = json.endsWith("```") ? json.substring(0, json.length() - 3) : json;
        int error = JsonSyntax.firstError(Whitespace.strip(json));
        return error < 0
                ? RuleResult.pass("one JSON value", "")
                : RuleResult.fail(
                        "not JSON at character " + error, Whitespace.strip(json).substring(error));
    }
}
