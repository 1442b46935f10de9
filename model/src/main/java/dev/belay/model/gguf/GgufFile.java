package dev.belay.model.gguf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a GGUF file holds, its header checked.
 *
 * @param place the file, for messages
 * @param metadata keys and values
 * @param tensors by name, in the order of the header
 */
record GgufFile(String place, GgufMetadata metadata, Map<String, GgufTensor> tensors) {
    GgufFile {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }
}
