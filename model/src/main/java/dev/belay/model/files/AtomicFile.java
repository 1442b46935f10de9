package dev.belay.model.files;

import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Files that are either the old version or the new one, never half of it. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Fills a file that is not visible under its name yet. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel out) throws IOException;
    }

    /**
     * Writes beside {@code file} and moves into its place when all is on disk.
     *
     * @throws InvalidInputException when the folder cannot be written to or the disk is full; the old file is untouched
     */
    public static void write(Path file, Content content) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (FileChannel out = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                content.writeTo(out);
                out.force(false);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            discard(part, e);
            throw new InvalidInputException("cannot write " + file + ": " + whyNotWritten(file, e), e);
        }
    }

    public static void write(Path file, byte[] bytes) {
        write(file, out -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        });
    }

    /** Creates the folder and its parents, or says why it cannot be. */
    public static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "cannot create the folder " + folder + ": " + whyNotWritten(folder, e) + "; choose another place",
                    e);
        }
    }

    private static void discard(Path part, IOException because) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** What kept a file or folder from being written, in words for a message that names it already. */
    public static String whyNotWritten(Path target, IOException e) {
        if (!(e instanceof NoSuchFileException)) {
            return reason(e);
        }
        Path parent = target.toAbsolutePath().normalize().getParent();
        // A file system of the kernel's has folders in which nothing can be made.
        return parent == null || Files.isDirectory(parent)
                ? "nothing can be made there"
                : "the folder " + parent + " does not exist";
    }

    /** What went wrong, in words for a message that names the file already. */
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "no permission";
            case FileAlreadyExistsException exists -> exists.getFile() + " exists and is not a folder";
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileSystemException other when other.getReason() != null -> inWords(other.getReason());
            case IOException other when other.getMessage() != null -> inWords(other.getMessage());
            default -> "the system gives no reason";
        };
    }

    /** What the system's own words mean where they are short of it. */
    private static String inWords(String message) {
        String plain = message.toLowerCase(Locale.ROOT);
        if (plain.contains("no space left")) {
            return "no space left on the disk";
        }
        if (plain.contains("read-only")) {
            return "the file system is read-only";
        }
        if (plain.contains("permission denied")) {
            return "no permission";
        }
        if (plain.contains("not a directory")) {
            return "a part of its path is a file, not a folder";
        }
        return plain.contains("is a directory") ? "it is a folder" : message;
    }
}
