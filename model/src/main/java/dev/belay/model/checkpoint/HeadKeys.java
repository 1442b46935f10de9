package dev.belay.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.ClassifierSpec.Unit;
import dev.belay.model.files.JsonKeys;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The output head in a config.json: the end of the class name says which kind, {@code id2label} or {@code num_labels} how
 * many labels. transformers takes a config that says neither for one of two labels; published reward models say neither and
 * have one, so here the stored matrix decides.
 */
final class HeadKeys {
    /** What transformers assumes. */
    static final int USUAL_LABELS = 2;

    private static final String CAUSAL = OutputHead.NEXT_TOKEN.suffix();
    private static final String SEQUENCES =
            OutputHead.Classification.ofSequences("").suffix();
    private static final String TOKENS = OutputHead.Classification.ofTokens("").suffix();

    /** Endings of class names, each a kind of head. */
    static final List<String> SUFFIXES = List.of(CAUSAL, SEQUENCES, TOKENS);

    private HeadKeys() {}

    /**
     * @param suffix one of {@link #SUFFIXES}
     * @param storedLabels rows of the stored head, asked for when the configuration does not say
     */
    static OutputHead read(JsonKeys config, String suffix, IntSupplier storedLabels) {
        if (suffix.equals(CAUSAL)) {
            return OutputHead.NEXT_TOKEN;
        }
        boolean tokens = suffix.equals(TOKENS);
        return config.inPlace(() -> new OutputHead.Classification(
                tokens ? Unit.TOKEN : Unit.SEQUENCE,
                labels(config, storedLabels),
                tokens && config.flag("token_classification_bias", true)));
    }

    private static List<String> labels(JsonKeys config, IntSupplier storedLabels) {
        @Nullable JsonKeys names = config.object("id2label");
        if (names == null) {
            int count = config.has("num_labels") ? config.integer("num_labels") : storedLabels.getAsInt();
            if (count < 1 || count > OutputHead.Classification.MOST_LABELS) {
                throw config.wrong("num_labels", "from 1 to " + OutputHead.Classification.MOST_LABELS);
            }
            return IntStream.range(0, count).mapToObj(i -> "LABEL_" + i).toList();
        }
        int count = names.root().size();
        if (config.has("num_labels") && config.integer("num_labels") != count) {
            throw config.wrong("num_labels", "the number of entries of id2label, " + count);
        }
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    JsonNode name = names.value(String.valueOf(i));
                    if (!name.isTextual()) {
                        throw config.wrong("id2label", "an object from \"0\" … \"" + (count - 1) + "\" to texts");
                    }
                    return name.textValue();
                })
                .toList();
    }

    /** Writes what {@link #read} needs; a language model needs nothing. */
    static void write(ModelConfig model, ObjectNode root) {
        if (model.head() instanceof OutputHead.Classification(Unit unit, List<String> labels, boolean biased)) {
            ObjectNode names = root.putObject("id2label");
            ObjectNode ids = root.putObject("label2id");
            for (int i = 0; i < labels.size(); i++) {
                names.put(String.valueOf(i), labels.get(i));
                ids.put(labels.get(i), i);
            }
            if (unit == Unit.TOKEN && !biased) {
                root.put("token_classification_bias", false);
            }
        }
    }
}
