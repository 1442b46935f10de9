package dev.belay.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.belay.lab.study.ResultsJson;
import dev.belay.model.files.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Puts template, style, scripts and data together into one HTML file. */
final class ReportPage {
    /** In the order of their definitions: each uses those before it. */
    private static final List<String> SCRIPTS =
            List.of("core.js", "chart.js", "verdicts.js", "panels.js", "samples.js", "main.js");

    private ReportPage() {}

    /**
     * The page.
     *
     * @param data anything Jackson writes; its {@code kind} is {@code study} or {@code run}
     */
    static String html(String title, Object data) {
        String script = SCRIPTS.stream().map(ReportPage::resource).collect(Collectors.joining("\n"));
        // Template parts are replaced before the data goes in, so that nothing in the data can be taken for a part.
        String page = resource("page.html")
                .replace("{{style}}", resource("page.css"))
                .replace("{{script}}", script)
                .replace("{{title}}", markup(title));
        return page.replace("{{data}}", json(data));
    }

    static void write(Path file, String html) {
        AtomicFile.write(file, html.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * JSON that can stand inside a script element: without {@code <} no text can close the element or open a comment,
     * and U+2028/9 are escaped for readers that treat the block as JavaScript.
     */
    static String json(Object data) {
        try {
            return ResultsJson.mapper()
                    .writeValueAsString(data)
                    .replace("<", "\\u003c")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("report data cannot be written as JSON", e);
        }
    }

    private static String markup(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("{", "&#123;");
    }

    private static String resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), () -> "missing resource " + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading resource " + name + " failed", e);
        }
    }
}
