package dev.belay.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import dev.belay.model.LoraPlan;
import dev.belay.model.files.Json;
import dev.belay.model.files.JsonKeys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * PEFT's adapter_config.json: a plain LoRA on the projections of a causal model. What would change the arithmetic
 * (DoRA, trained biases or whole modules) is refused by name and value.
 *
 * @param ranks projections with a rank of their own
 * @param alphas projections with an alpha of their own
 * @param base the model the adapters belong to, {@code owner/name} or a path
 * @param revision of {@code base} on the Hub; null for a path, and where PEFT did not say
 */
public record AdapterConfig(
        LoraPlan plan,
        ModulePatterns<Integer> ranks,
        ModulePatterns<Double> alphas,
        String base,
        @Nullable String revision) {
    private static final String RANKS = "rank_pattern";
    private static final String ALPHAS = "alpha_pattern";

    /** What a key may say beside null, false and nothing, which any key may. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "peft_type", Set.of("\"LORA\""),
            "task_type", Set.of("\"CAUSAL_LM\""),
            "bias", Set.of("\"none\""),
            "init_lora_weights", Set.of("true", "\"gaussian\""));

    /** Read here, or about how adapters were or will be trained, loaded or stored, not about what they add. */
    private static final Set<String> FREE = Set.of(
            "base_model_name_or_path",
            "revision",
            "r",
            "lora_alpha",
            "use_rslora",
            "target_modules",
            RANKS,
            ALPHAS,
            "exclude_modules",
            "layers_to_transform",
            "layers_pattern",
            "lora_dropout",
            "inference_mode",
            "peft_version",
            "megatron_core",
            "runtime_config",
            "auto_mapping",
            "qalora_group_size",
            "ensure_weight_tying");

    /** All projections with the same rank and alpha. */
    public AdapterConfig(LoraPlan plan, String base, @Nullable String revision) {
        this(plan, ModulePatterns.none(), ModulePatterns.none(), base, revision);
    }

    /** @param place the file, for messages */
    static AdapterConfig parse(byte[] json, String place) {
        ObjectNode root = Json.parseObject(json, place);
        JsonKeys keys = new JsonKeys(root, place);
        if (!keys.has("peft_type")) {
            throw new InvalidInputException(place + ": key peft_type is missing; must be \"LORA\"");
        }
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            requireKnown(keys, field.getKey(), field.getValue());
        }
        if (!keys.value("base_model_name_or_path").isTextual()) {
            throw keys.wrong("base_model_name_or_path", "the name or the path of the model the adapters belong to");
        }
        LoraPlan plan = keys.inPlace(() -> new LoraPlan(
                keys.integer("r"), keys.number("lora_alpha", 8), keys.flag("use_rslora", false), targets(keys)));
        String revision = keys.has("revision") ? keys.value("revision").asText() : null;
        return new AdapterConfig(
                plan,
                ModulePatterns.parse(keys, RANKS, (name, own) -> own.integer(name)),
                ModulePatterns.parse(keys, ALPHAS, (name, own) -> own.number(name)),
                keys.value("base_model_name_or_path").asText(),
                revision);
    }

    /** The rank of a projection's adapter; the projection as PEFT names its module. */
    int rank(String module) {
        return ranks.of(module).orElse(plan.rank());
    }

    /** What a projection's B A is multiplied by. */
    double scale(String module) {
        return plan.scale(rank(module), alphas.of(module).orElse(plan.alpha()));
    }

    /** The same with the ranks and alphas of some adapters, each under the full name of its projection. */
    AdapterConfig withPatternsOf(List<LowRank> adapters) {
        Map<String, Integer> ownRanks = new TreeMap<>();
        Map<String, Double> ownAlphas = new TreeMap<>();
        for (LowRank adapter : adapters) {
            String module = AdapterFolder.stem(adapter.parameter());
            double alpha = adapter.scale() / plan.scale(adapter.rank(), 1);
            if (adapter.rank() != plan.rank()) {
                ownRanks.put(module, adapter.rank());
            }
            // The scale went through a division.
            if (Math.abs(alpha - plan.alpha()) > 1e-9 * plan.alpha()) {
                ownAlphas.put(module, alpha);
            }
        }
        return new AdapterConfig(plan, new ModulePatterns<>(ownRanks), new ModulePatterns<>(ownAlphas), base, revision);
    }

    private static void requireKnown(JsonKeys keys, String key, JsonNode value) {
        boolean empty = value.isContainerNode() && value.isEmpty();
        boolean nothing = empty || value.isNull() || value.toString().equals("false");
        Set<String> allowed = ALLOWED.getOrDefault(key, Set.of());
        if (nothing || FREE.contains(key) || allowed.contains(value.toString())) {
            return;
        }
        throw keys.wrong(
                key, allowed.isEmpty() ? "unset: belay reads plain LoRA adapters" : String.join(" or ", allowed));
    }

    /** Names as PEFT gives them: a list, or one text, which may be a pattern. */
    private static Set<String> targets(JsonKeys keys) {
        Set<String> targets = new LinkedHashSet<>();
        JsonNode named = keys.value("target_modules");
        if (named.isArray()) {
            named.forEach(name -> targets.add(name.asText()));
        } else if (named.isTextual()) {
            targets.add(named.asText());
        }
        return targets.isEmpty() ? Set.of(LoraPlan.ALL_LINEAR) : targets;
    }

    /** As PEFT reads it, with the names of the adapted projections. */
    byte[] text(Set<String> targets) {
        ObjectNode json = Json.object();
        json.put("peft_type", "LORA");
        json.put("task_type", "CAUSAL_LM");
        json.put("base_model_name_or_path", base);
        json.put("revision", revision);
        json.put("r", plan.rank());
        json.put("lora_alpha", plan.alpha());
        json.put("use_rslora", plan.rankStabilised());
        targets.forEach(json.putArray("target_modules")::add);
        ranks.values().forEach((module, own) -> json.withObjectProperty(RANKS).put(module, own));
        alphas.values().forEach((module, own) -> json.withObjectProperty(ALPHAS).put(module, own));
        json.put("lora_dropout", 0.0);
        json.put("bias", "none");
        json.put("fan_in_fan_out", false);
        json.put("inference_mode", true);
        return Json.pretty(json);
    }
}
