package dev.belay.loop.run;

import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import dev.belay.model.gguf.GgufModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A single file that is named as a model: GGUF, or something that people take for one. */
final class ModelFile {
    private static final int LOOKED_AT = 9;

    private ModelFile() {}

    /**
     * Lets GGUF pass, told by its first bytes or its name; a damaged GGUF file is its reader's to describe.
     *
     * @throws InvalidInputException that says what the file is and what to name instead
     */
    static void require(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        byte[] head = head(file);
        if (startsWith(head, "GGUF") || name.endsWith(GgufModel.SUFFIX)) {
            return;
        }
        // A length of eight bytes, then the JSON that describes the tensors.
        if (name.endsWith(".safetensors") || (head.length == LOOKED_AT && head[LOOKED_AT - 1] == '{')) {
            throw new InvalidInputException(
                    "model " + file + " is a safetensors file: the weights alone, without configuration and tokenizer; "
                            + folder(file));
        }
        boolean pickle = startsWith(head, "PK") || (head.length > 0 && head[0] == (byte) 0x80);
        if (pickle || name.matches(".*\\.(bin|pt|pth|ckpt|pkl)")) {
            throw new InvalidInputException("model " + file
                    + " is a PyTorch pickle, which can run code when it is read, so belay reads none; name a folder"
                    + " with .safetensors weights (save_pretrained of transformers writes one), or a GGUF file");
        }
        throw new InvalidInputException("model " + file + " is a file that belay does not know; name "
                + "a Hugging Face folder (config.json, tokenizer.json, .safetensors) or a GGUF file");
    }

    private static String folder(Path weights) {
        Path parent = weights.toAbsolutePath().normalize().getParent();
        return parent != null
                        && (Files.exists(parent.resolve("config.json"))
                                || Files.exists(parent.resolve("adapter_config.json")))
                ? "name its folder, " + parent
                : "name a folder that holds it with config.json and tokenizer.json";
    }

    private static boolean startsWith(byte[] head, String magic) {
        for (int i = 0; i < magic.length(); i++) {
            if (i >= head.length || head[i] != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] head(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LOOKED_AT);
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + file + ": " + AtomicFile.reason(e), e);
        }
    }
}
