package dev.belay.loop.run;

import dev.belay.model.InvalidInputException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps two processes from writing the same run directory. The operating system drops it with the process. */
final class RunLock implements AutoCloseable {
    static final String NAME = ".lock";

    private final RunDirectory directory;
    private final FileChannel channel;

    private RunLock(RunDirectory directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** @throws InvalidInputException when somebody else is writing there */
    static RunLock take(RunDirectory directory) {
        Path file = directory.path().resolve(NAME);
        return Disk.writing(file, () -> {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                lock = null;
            }
            if (lock == null) {
                channel.close();
                throw new InvalidInputException(directory.path()
                        + " is being written by another process; wait for it, or choose another --out");
            }
            return new RunLock(directory, channel);
        });
    }

    RunDirectory directory() {
        return directory;
    }

    @Override
    public void close() {
        Disk.writing(directory.path(), () -> {
            channel.close();
            return directory;
        });
    }
}
