package dev.belay.loop.run;

import dev.belay.loop.reward.RewardModels;
import dev.belay.model.Classifier;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The models that rewards name, each opened once however many rewards ask it. Closing closes them all. */
public final class OpenRewardModels implements RewardModels, AutoCloseable {
    private final ModelLoader loader;
    private final Device device;
    private final Function<String, Path> locate;
    private final Map<String, Path> folders = new LinkedHashMap<>();
    private final Map<Path, Classifier> open = new LinkedHashMap<>();
    private boolean closed;

    /** @param locate where the model of a reference lies, fetched if need be */
    public OpenRewardModels(ModelLoader loader, Device device, Function<String, Path> locate) {
        this.loader = loader;
        this.device = device;
        this.locate = locate;
    }

    @Override
    public Classifier classifier(String reference) {
        if (closed) {
            throw new IllegalStateException("the reward models are closed, and " + reference + " is asked for");
        }
        Path folder = folders.computeIfAbsent(
                reference, r -> locate.apply(r).toAbsolutePath().normalize());
        return open.computeIfAbsent(folder, f -> loader.loadClassifier(f, Dtype.AUTO, device));
    }

    @Override
    public long bytesFor(int longestTokens) {
        return open.values().stream()
                .mapToLong(m -> m.memoryFor(Math.min(longestTokens, m.spec().contextTokens()))
                        .total())
                .sum();
    }

    /** Where the models asked for so far lie, by reference. */
    public Map<String, Path> folders() {
        return Collections.unmodifiableMap(folders);
    }

    /** Closes all of them, even when one cannot be closed; the first failure is thrown then, with the others in it. */
    @Override
    public void close() {
        closed = true;
        @Nullable RuntimeException first = null;
        for (Classifier model : open.values()) {
            try {
                model.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        open.clear();
        if (first != null) {
            throw first;
        }
    }
}
