package dev.belay.model.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * A model in the cache that can be loaded without a network.
 *
 * @param repository {@code owner/name}
 * @param revisions branches and tags that stood for the commit when they were fetched
 * @param commit 40 hexadecimal digits
 * @param folder a Hugging Face folder
 * @param bytes of its files
 */
public record CachedModel(String repository, List<String> revisions, String commit, Path folder, long bytes) {
    public CachedModel {
        revisions = List.copyOf(revisions);
    }

    /** How a recipe names it. */
    public String reference() {
        String revision = revisions.contains("main") ? "" : "@" + (revisions.isEmpty() ? commit : revisions.getFirst());
        return HubReference.PREFIX + repository + revision;
    }
}
