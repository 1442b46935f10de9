package dev.belay.model.files;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small JSON files read whole. */
public final class JsonFile {
    /** Larger than any tokenizer.json in use; a file that grows beyond is not what it claims to be. */
    static final long MAX_BYTES = 200_000_000;

    private JsonFile() {}

    public static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidInputException(
                        file + " has " + Files.size(file) + " bytes, more than the " + MAX_BYTES + " allowed");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    public static ObjectNode read(Path file) {
        return Json.parseObject(bytes(file), file.toString());
    }
}
