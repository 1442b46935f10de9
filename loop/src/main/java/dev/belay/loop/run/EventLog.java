package dev.belay.loop.run;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The run's scalars for TensorBoard: one event file under tensorboard/. */
final class EventLog implements AutoCloseable {
    private final Path file;
    private final OutputStream out;
    private final InstantSource clock;

    private EventLog(Path file, OutputStream out, InstantSource clock) {
        this.file = file;
        this.out = out;
        this.clock = clock;
    }

    /** Continues the folder's event file behind step {@code keep} (-1 keeps nothing), or begins one. */
    static EventLog continuing(Path folder, int keep, InstantSource clock) {
        List<Path> old = Disk.list(folder).stream()
                .filter(f -> f.getFileName().toString().contains("tfevents")
                        && !f.toString().endsWith(".part"))
                .toList();
        Path file = old.isEmpty()
                ? folder.resolve("events.out.tfevents." + clock.instant().getEpochSecond() + ".belay")
                : old.getFirst();
        return Disk.writing(file, () -> {
            Files.createDirectories(folder);
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            if (old.isEmpty() || keep < 0) {
                kept.writeBytes(EventFile.version(seconds(clock)));
            } else {
                EventFile.upTo(file, keep).forEach(kept::writeBytes);
            }
            Disk.replace(file, kept.toByteArray());
            return new EventLog(file, Files.newOutputStream(file, StandardOpenOption.APPEND), clock);
        });
    }

    void write(MetricsRow row) {
        Map<String, Double> finite = new LinkedHashMap<>();
        row.values().forEach((tag, value) -> {
            if (Double.isFinite(value)) {
                finite.put(tag, value);
            }
        });
        Disk.writing(file, () -> {
            out.write(EventFile.scalars(seconds(clock), row.step(), finite));
            out.flush();
            return file;
        });
    }

    private static double seconds(InstantSource clock) {
        return clock.millis() / 1000.0;
    }

    @Override
    public void close() {
        Disk.writing(file, () -> {
            out.close();
            return file;
        });
    }
}
