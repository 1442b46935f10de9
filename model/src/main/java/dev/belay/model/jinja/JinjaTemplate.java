package dev.belay.model.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.model.InvalidInputException;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A template that has been read. Immutable; may be rendered any number of times, by several threads. */
public final class JinjaTemplate {
    /** Longer than the longest template in use by a factor of fifty. */
    private static final int MAX_SOURCE = 1_000_000;

    private final List<Statement> body;
    private final String place;

    private JinjaTemplate(List<Statement> body, String place) {
        this.body = body;
        this.place = place;
    }

    /**
     * Reads a template.
     *
     * @param place where it comes from, for messages
     * @throws InvalidInputException with the line, when it is not a template or uses a tag that chat templates have no
     *     use for
     */
    public static JinjaTemplate parse(String source, String place) {
        if (source.length() > MAX_SOURCE) {
            throw new InvalidInputException(
                    place + ": a template has at most " + MAX_SOURCE + " characters, got " + source.length());
        }
        try {
            return new JinjaTemplate(StatementParser.parse(source), place);
        } catch (TemplateError e) {
            throw at(place, e);
        }
    }

    /**
     * Fills the template in.
     *
     * @param variables what it can read
     * @param clock what {@code strftime_now} asks, and nothing else
     * @throws InvalidInputException with the line, when the template fails, refuses or does not end
     */
    public Rendered render(Map<String, JsonNode> variables, Supplier<LocalDateTime> clock) {
        try {
            Map<String, Value> values = new HashMap<>();
            variables.forEach((name, json) -> values.put(name, JsonValues.of(json)));
            return new Interpreter(Globals.functions(clock)).render(body, values);
        } catch (TemplateError e) {
            throw at(place, e);
        } catch (InvalidInputException e) {
            throw e;
        } catch (RuntimeException e) {
            throw at(place, TemplateError.unexpected(e));
        }
    }

    private static InvalidInputException at(String place, TemplateError e) {
        return new InvalidInputException(place + (e.line() > 0 ? ", line " + e.line() : "") + ": " + e.getMessage(), e);
    }
}
