package dev.belay.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.verify.expr.Expr;
import dev.belay.verify.expr.Show;
import dev.belay.verify.normal.HendrycksForm;
import dev.belay.verify.parse.Reader;
import dev.belay.verify.parse.Reading;
import dev.belay.verify.policy.Leniency;
import dev.belay.verify.policy.Policy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Agreement with labelled grading cases, run by hand: {@code AgreementReport FOLDER [all]}. The folder holds the JSONL
 * files that the README names; nothing in the build depends on it. Every disagreement is listed.
 */
public final class AgreementReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    private AgreementReport(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        AgreementReport report = new AgreementReport(Path.of(args[0]));
        report.mathVerify();
        report.graders();
        report.realAnswers();
        report.latex(args.length > 1);
        report.golds();
    }

    private static void say(String line) {
        System.out.println(line.replace('\n', ' '));
    }

    private List<JsonNode> rows(String name) throws IOException {
        Path file = folder.resolve(name);
        List<JsonNode> rows = new ArrayList<>();
        if (!Files.exists(file)) {
            return rows;
        }
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(JSON.readTree(line));
            }
        }
        return rows;
    }

    private void mathVerify() throws IOException {
        Tally tally = new Tally("mathverify_cases");
        for (JsonNode row : rows("mathverify_cases_dev.jsonl")) {
            JsonNode config = row.path("config");
            if (row.path("kind").asText().equals("extract")) {
                continue;
            }
            Policy policy = Preset.MATH_VERIFY.policy();
            if (config.path("allow_set_relation_comp").asBoolean()) {
                policy = policy.with(Leniency.CONDITION_FOR_SET);
            }
            if (config.path("float_rounding").asInt(6) < 4) {
                policy = policy.withSignificantDigits(
                        config.path("float_rounding").asInt());
            }
            Verifier verifier = Verifier.of(Preset.MATH_VERIFY).with(policy);
            tally.add(
                    row,
                    verifier.verifyResponse(
                            row.path("gold").asText(), row.path("pred").asText()));
        }
        tally.print();
    }

    private void graders() throws IOException {
        Tally tally = new Tally("grader_cases");
        for (JsonNode row : rows("grader_cases_dev.jsonl")) {
            String grader = row.path("config").path("grader").asText();
            if (row.path("kind").asText().equals("extract")) {
                String form = HendrycksForm.of(
                        row.path(row.has("pred") ? "pred" : "text").asText());
                Verdict v = form.equals(row.path("expected").path(0).asText()) ? Verdict.EQUAL : Verdict.NOT_EQUAL;
                tally.add(row, true, new Verification(v, Reason.SAME_TEXT, form, null, null, null));
                continue;
            }
            tally.add(row, grade(grader, row));
        }
        tally.print();
    }

    private static Verification grade(String grader, JsonNode row) {
        String source = row.path("source").asText();
        String pred = row.path("pred").asText();
        List<String> golds = new ArrayList<>();
        if (row.path("gold").isArray()) {
            row.path("gold").forEach(g -> golds.add(g.asText()));
        } else if (!row.path("gold").isNull()) {
            golds.add(row.path("gold").asText());
        }
        Verifier lenient = Verifier.lenient();
        if (grader.equals("RewardMathFn")
                || grader.startsWith("reasoning_")
                || grader.equals("accuracy_reward")
                || grader.equals("MathRubric")) {
            return boxed(golds, pred);
        }
        if (grader.equals("GSM8KVerifier")) {
            return Verifier.of(Preset.GSM8K).verifyResponse(golds.getFirst(), pred);
        }
        if (source.startsWith("hendrycks")) {
            return Verifier.of(Preset.HENDRYCKS).verify(golds.getFirst(), pred);
        }
        if (source.startsWith("MARIO")) {
            return lenient.with(lenient.policy().withRelativeTolerance(1e-3)).verify(golds.getFirst(), pred);
        }
        if (source.startsWith("QwenLM")) {
            return Verifier.of(Preset.QWEN).verify(golds.getFirst(), pred);
        }
        if (row.path("kind").asText().equals("compare")) {
            return lenient.verify(golds.getFirst(), pred);
        }
        return Verifier.of(Preset.MATH_VERIFY).verifyResponse(golds.getFirst(), pred);
    }

    private static Verification boxed(List<String> golds, String pred) {
        Verifier strict = Verifier.strict();
        @Nullable Verification last = null;
        for (String gold : golds) {
            last = strict.verifyResponse(gold, pred);
            if (last.isEqual()) {
                return last;
            }
        }
        return last == null ? strict.verifyAny(List.of(), pred) : last;
    }

    private void realAnswers() throws IOException {
        Tally bare = new Tally("real_answers, extracted, lenient");
        Tally strict = new Tally("real_answers, extracted, strict");
        Tally whole = new Tally("real_answers, whole response, lenient");
        for (JsonNode row : rows("real_answers_dev.jsonl.gz")) {
            if (row.path("truth").isNull()) {
                continue;
            }
            boolean truth = row.path("truth").asBoolean();
            if (!row.path("answer").isNull()) {
                bare.add(
                        row,
                        truth,
                        Verifier.lenient()
                                .verify(
                                        row.path("gold").asText(),
                                        row.path("answer").asText()));
                strict.add(
                        row,
                        truth,
                        Verifier.strict()
                                .verify(
                                        row.path("gold").asText(),
                                        row.path("answer").asText()));
            }
            whole.add(
                    row,
                    truth,
                    Verifier.lenient()
                            .verifyResponse(
                                    row.path("gold").asText(),
                                    row.path("response").asText()));
        }
        bare.print();
        strict.print();
        whole.print();
    }

    private void latex(boolean all) throws IOException {
        int parsed = 0;
        int total = 0;
        int rejected = 0;
        int mustFail = 0;
        for (JsonNode row : rows("latex_parse_cases.jsonl")) {
            String latex = row.path("latex").asText();
            Reading reading = Reader.read(latex, Set.of());
            boolean read = reading instanceof Reading.Read(Expr e, var a) && !(e instanceof Expr.Text);
            if (row.path("must_fail").asBoolean()) {
                mustFail++;
                rejected += read ? 0 : 1;
                if (read) {
                    say("  accepted but must fail: " + latex);
                }
            } else {
                total++;
                parsed += read ? 1 : 0;
                if (!read && all) {
                    say("  unread: " + latex + "  => " + row.path("sympy").asText() + "  " + reading);
                }
                if (read && all && reading instanceof Reading.Read(Expr e, var a)) {
                    String value = row.path("sympy").asText().replace("**", "^");
                    Verification v = Verifier.lenient().verify(value, latex);
                    if (!v.isEqual()) {
                        say("  value: " + latex + " => " + value + " read " + Show.of(e) + " " + v.reason());
                    }
                }
            }
        }
        say("latex_parse_cases: read " + parsed + " of " + total + ", rejected " + rejected + " of " + mustFail);
    }

    private void golds() throws IOException {
        int equal = 0;
        int total = 0;
        Map<String, Integer> unreadByType = new TreeMap<>();
        for (JsonNode row : rows("math_gold_types.jsonl.gz")) {
            String gold = row.path("answer").isArray()
                    ? row.path("answer").path(0).asText()
                    : row.path("answer").asText();
            total++;
            Reading reading = Reader.read(gold, Set.of());
            Verification v = Verifier.strict().verify(gold, " " + gold.replace(" ", "  ") + " ");
            boolean good = reading instanceof Reading.Read && v.isEqual();
            equal += good ? 1 : 0;
            if (!good) {
                say("  gold: " + gold + " " + reading + " " + v.reason() + " " + v.detail());
                unreadByType.merge(row.path("human_type").asText(), 1, Integer::sum);
            }
        }
        say("math golds: " + equal + " of " + total + " read and equal themselves " + unreadByType);
    }

    private static final class Tally {
        private final String name;
        private final List<String> misses = new ArrayList<>();
        private int total;
        private int right;
        private int falsePositive;
        private int questionable;

        Tally(String name) {
            this.name = name;
        }

        void add(JsonNode row, Verification v) {
            if (row.path("expected").isBoolean()) {
                add(row, row.path("expected").asBoolean(), v);
            }
        }

        void add(JsonNode row, boolean expected, Verification v) {
            if (row.path("questionable").asBoolean()) {
                questionable++;
                return;
            }
            total++;
            if (v.isEqual() == expected) {
                right++;
                return;
            }
            falsePositive += v.isEqual() ? 1 : 0;
            String gold = row.path("gold").asText();
            String pred = row.has("pred")
                    ? row.path("pred").asText()
                    : row.path("answer").asText();
            misses.add("  " + row.path("id").asText() + " want " + expected + " got " + v.verdict() + " " + v.reason()
                    + " "
                    + v.detail() + " | gold " + tail(gold) + " | answer " + tail(pred) + " | extracted "
                    + tail(String.valueOf(v.extracted())) + " | read " + tail(String.valueOf(v.gold())) + " vs "
                    + tail(String.valueOf(v.answer())));
        }

        private static String tail(String s) {
            return s.length() < 160 ? s : "..." + s.substring(s.length() - 160);
        }

        void print() {
            say("== " + name + ": " + right + " of " + total
                    + String.format(java.util.Locale.ROOT, " = %.4f", right / (double) Math.max(1, total))
                    + ", false positives "
                    + falsePositive + ", questionable left out " + questionable);
            misses.stream().limit(60).forEach(AgreementReport::say);
        }
    }
}
