package dev.belay.model.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON as a template sees it: what Python's {@code json.loads} would give. */
final class JsonValues {
    private JsonValues() {}

    static Value of(JsonNode node) {
        return of(node, 0);
    }

    private static Value of(JsonNode node, int level) {
        Budget.requireNesting(level);
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Value.Dict dict = Value.dict();
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    dict.entries().put(Value.of(field.getKey()), of(field.getValue(), level + 1));
                }
                yield dict;
            }
            case ARRAY -> {
                List<Value> items = new ArrayList<>();
                node.forEach(item -> items.add(of(item, level + 1)));
                yield Value.list(items);
            }
            case STRING -> Value.of(node.textValue());
            case BOOLEAN -> Value.of(node.booleanValue());
            case NUMBER ->
                node.isIntegralNumber() ? new Value.Int(node.bigIntegerValue()) : new Value.Real(node.doubleValue());
            default -> Constant.NONE;
        };
    }
}
