package dev.belay.loop.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run was made with: versions, processor, source commit. */
final class Machine {
    private Machine() {}

    static Map<String, Object> describe() {
        Map<String, Object> facts = new LinkedHashMap<>();
        String version = Machine.class.getPackage().getImplementationVersion();
        facts.put("belay", version == null ? "development build" : version);
        commit(Path.of(System.getProperty("belay.home", "")).toAbsolutePath())
                .ifPresent(commit -> facts.put("commit", commit));
        facts.put("java", Runtime.version().toString());
        facts.put("vm", System.getProperty("java.vm.name", "") + " " + System.getProperty("java.vm.version", ""));
        facts.put("os", System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""));
        facts.put("arch", System.getProperty("os.arch", ""));
        cpu().ifPresent(cpu -> facts.put("cpu", cpu));
        facts.put("cores", Runtime.getRuntime().availableProcessors());
        facts.put("maxHeapBytes", Runtime.getRuntime().maxMemory());
        return facts;
    }

    private static Optional<String> cpu() {
        return lines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip());
    }

    /** The commit checked out in or above the folder, read from .git without running anything. */
    static Optional<String> commit(Path folder) {
        for (Path at = folder; at != null; at = at.getParent()) {
            Path git = at.resolve(".git");
            if (Files.isDirectory(git)) {
                return head(git, git);
            }
            // A linked work tree: .git is a file that names its own folder, whose refs lie in the main one.
            Optional<Path> linked = lines(git).stream()
                    .filter(line -> line.startsWith("gitdir: "))
                    .findFirst()
                    .map(line -> git.resolveSibling(line.substring("gitdir: ".length())));
            if (linked.isPresent()) {
                Path common = lines(linked.get().resolve("commondir")).stream()
                        .findFirst()
                        .map(linked.get()::resolve)
                        .orElse(linked.get());
                return head(linked.get(), common);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> head(Path git, Path common) {
        Optional<String> head = lines(git.resolve("HEAD")).stream().findFirst();
        if (head.isEmpty() || !head.get().startsWith("ref: ")) {
            return head;
        }
        String ref = head.get().substring("ref: ".length()).strip();
        return lines(common.resolve(ref)).stream()
                .findFirst()
                .or(() -> lines(common.resolve("packed-refs")).stream()
                        .filter(line -> line.endsWith(" " + ref))
                        .findFirst()
                        .map(line -> line.substring(0, line.indexOf(' '))));
    }

    /** Nothing when the file cannot be read: none of this is worth failing a run for. */
    private static List<String> lines(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
