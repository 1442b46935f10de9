package dev.belay.loop.run;

import dev.belay.loop.data.Message;
import dev.belay.loop.data.Problem;
import dev.belay.model.InvalidInputException;
import dev.belay.model.checkpoint.AdapterFolder;
import dev.belay.model.files.AtomicFile;
import dev.belay.model.hub.AdapterBase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 of what went into a run. */
final class Digests {
    private Digests() {}

    /** What the names of the files of a model under adapters begin with. */
    static final String BASE = "base/";

    /**
     * Every regular file directly in the folder, by name; a model may also be a single file. For adapters those of the model
     * they belong to as well.
     */
    static Map<String, String> files(Path model) {
        Map<String, String> digests = new LinkedHashMap<>();
        if (Files.isRegularFile(model)) {
            digests.put(model.getFileName().toString(), file(model));
            return digests;
        }
        for (Path file : Disk.list(model)) {
            if (Files.isRegularFile(file)) {
                digests.put(file.getFileName().toString(), file(file));
            }
        }
        if (AdapterFolder.is(model)) {
            Path base = AdapterBase.of(AdapterFolder.open(model)).find();
            files(base).forEach((name, digest) -> digests.put(BASE + name, digest));
        }
        return digests;
    }

    /** All of the problems: what a policy gets to see, what its answers are compared with, what a reward may read. */
    static String problems(List<Problem> problems) {
        MessageDigest digest = sha256();
        for (Problem problem : problems) {
            update(digest, problem.id());
            for (Message message : problem.prompt()) {
                update(digest, message.role().name());
                update(digest, message.text());
            }
            update(digest, problem.reference().toString());
            update(digest, Integer.toString(problem.facts().size()));
            new TreeMap<>(problem.facts()).forEach((fact, value) -> {
                update(digest, fact);
                update(digest, value);
            });
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String file(Path file) {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + file + ": " + AtomicFile.reason(e), e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Length first, so that moving a letter from one text to the next changes the digest. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
