package dev.belay.app.command;

import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a folder, for messages and defaults. */
final class Folders {
    private static final String YAML = ".yaml";

    private Folders() {}

    /** Names of the YAML files of a folder, without their ending; empty when there is no such folder. */
    static List<String> yamlNames(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(YAML))
                    .map(name -> name.substring(0, name.length() - YAML.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidInputException(folder + " cannot be read: " + AtomicFile.reason(e), e);
        }
    }

    /** {@code parent/name}, or the first of {@code name-2}, {@code name-3} … that is not there yet. */
    static Path free(Path parent, String name) {
        Path folder = parent.resolve(name);
        for (int n = 2; Files.exists(folder); n++) {
            folder = parent.resolve(name + "-" + n);
        }
        return folder;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read: " + AtomicFile.reason(e), e);
        }
    }
}
