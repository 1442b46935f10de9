package dev.belay.loop.run;

import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** File operations whose failures say what a user can do about them. */
final class Disk {
    private Disk() {}

    /** Something that touches the disk. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    /** Runs the action; an I/O failure becomes a sentence about {@code path}. */
    static <T> T writing(Path path, Action<T> action) {
        try {
            return action.run();
        } catch (IOException | ReadOnlyFileSystemException e) {
            throw failure(path, e);
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            throw failure(path, cause == null ? e : cause);
        }
    }

    /** Runs the action; an I/O failure becomes a sentence about {@code path}. */
    static <T> T reading(Path path, Action<T> action) {
        try {
            return action.run();
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("no such file: " + e.getFile(), e);
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + path + ": " + AtomicFile.reason(e), e);
        }
    }

    static InvalidInputException failure(Path path, Exception e) {
        String reason = switch (e) {
            case ReadOnlyFileSystemException _ -> "the file system is read-only";
            case IOException io -> AtomicFile.whyNotWritten(path, io);
            default -> String.valueOf(e.getMessage());
        };
        String remedy = reason.startsWith("no space") ? "free some and continue with --resume" : "choose another --out";
        return new InvalidInputException("cannot write " + path + ": " + reason + "; " + remedy, e);
    }

    /** Writes beside the file and renames, so that a reader sees the old text or the new, never a half. */
    static void replace(Path file, String text) {
        writing(file, () -> {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, text);
            return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    static void replace(Path file, byte[] bytes) {
        writing(file, () -> {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.write(part, bytes);
            return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    static void deleteTree(Path root) {
        writing(root, () -> {
            if (Files.exists(root)) {
                try (Stream<Path> all = Files.walk(root)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            return root;
        });
    }

    /** Bytes that can be written to the folder's file system; empty where it does not say. */
    static OptionalLong free(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return store.getTotalSpace() > 0 ? OptionalLong.of(store.getUsableSpace()) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** What lies in the folder, sorted; nothing when there is no such folder. */
    static List<Path> list(Path folder) {
        return writing(folder, () -> {
            if (!Files.isDirectory(folder)) {
                return List.<Path>of();
            }
            try (Stream<Path> all = Files.list(folder)) {
                return all.sorted().toList();
            }
        });
    }
}
