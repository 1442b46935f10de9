package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void create_newFolder_isMade() {
        assertThat(RunDirectory.create(folder.resolve("a/b")).path()).isDirectory();
    }

    @Test
    void create_folderWithOtherFiles_isRefused() throws IOException {
        Files.writeString(folder.resolve("thesis.tex"), "precious");

        assertThatThrownBy(() -> RunDirectory.create(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(folder + " is not empty and holds no run; --out must name a folder that is new or empty");
    }

    @Test
    void create_file_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertThatThrownBy(() -> RunDirectory.create(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(file + " is a file; --out must name a folder that is new or empty");
    }

    @Test
    void create_belowAFile_saysWhatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertThatThrownBy(() -> RunDirectory.create(file.resolve("run")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("cannot write " + file.resolve("run") + ": ");
    }

    @Test
    void failure_fullDisk_saysWhatToDo() {
        assertThat(Disk.failure(Path.of("m"), new FileSystemException("m", null, "No space left on device")))
                .hasMessage("cannot write m: no space left on the disk; free some and continue with --resume");
    }

    @Test
    void failure_noPermission_saysWhatToDo() {
        assertThat(Disk.failure(Path.of("m"), new AccessDeniedException("m")))
                .hasMessage("cannot write m: no permission; choose another --out");
    }

    @Test
    void failure_readOnlyFileSystem_saysWhatToDo() {
        assertThat(Disk.failure(Path.of("m"), new FileSystemException("m", null, "Read-only file system")))
                .hasMessage("cannot write m: the file system is read-only; choose another --out");
    }
}
