package dev.belay.loop.run;

import dev.belay.model.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run's files lie. Creating one never touches what is already there.
 *
 * @param path the folder
 */
public record RunDirectory(Path path) {
    /**
     * A new folder for a new run.
     *
     * @throws InvalidInputException when the folder holds anything, or cannot be created or written
     */
    public static RunDirectory create(Path path) {
        RunDirectory run = new RunDirectory(path);
        if (Files.exists(run.runJson())) {
            throw new InvalidInputException(path
                    + " already holds a run; choose another --out, or continue it: ./belay train --resume " + path);
        }
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new InvalidInputException(path + " is a file; --out must name a folder that is new or empty");
        }
        if (Disk.list(path).stream().anyMatch(f -> !f.endsWith(RunLock.NAME))) {
            throw new InvalidInputException(
                    path + " is not empty and holds no run; --out must name a folder that is new or empty");
        }
        Disk.writing(path, () -> Files.createDirectories(path));
        if (!Files.isWritable(path)) {
            throw new InvalidInputException("cannot write " + path + ": no permission; choose another --out");
        }
        return run;
    }

    /** @throws InvalidInputException when the folder holds no run */
    public static RunDirectory open(Path path) {
        RunDirectory run = new RunDirectory(path);
        if (!Files.exists(run.runJson())) {
            throw new InvalidInputException(path + " holds no run: there is no run.json in it");
        }
        return run;
    }

    /**
     * Takes the lock's file away again when nothing else was written, and the folder with it if it was made for the run:
     * a run that was refused leaves no trace.
     *
     * @param made whether the folder was not there before
     */
    void removeIfUnused(boolean made) {
        if (Disk.list(path).stream().allMatch(f -> f.endsWith(RunLock.NAME))) {
            Disk.writing(path, () -> {
                Files.deleteIfExists(path.resolve(RunLock.NAME));
                if (made) {
                    Files.deleteIfExists(path);
                }
                return path;
            });
        }
    }

    public Path runJson() {
        return path.resolve("run.json");
    }

    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    public Path rollouts() {
        return path.resolve("rollouts");
    }

    public Path tensorboard() {
        return path.resolve("tensorboard");
    }

    public Checkpoints checkpoints() {
        return new Checkpoints(path.resolve("checkpoints"));
    }
}
