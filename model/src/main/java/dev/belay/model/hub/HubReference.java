package dev.belay.model.hub;

import dev.belay.model.InvalidInputException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model on the Hub at a point of its history.
 *
 * @param repository {@code owner/name}
 * @param revision a branch, a tag or a commit
 */
public record HubReference(String repository, String revision) {
    /** How a reference begins where several kinds of models may be named. */
    public static final String PREFIX = "hf:";

    private static final String FOLDER = "models--";
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*");
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][\\w./-]*");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    public HubReference {
        if (!isRepository(repository)) {
            throw new InvalidInputException(
                    "a model of the Hub is named hf:OWNER/NAME or hf:OWNER/NAME@REVISION, got hf:" + repository);
        }
        if (!REVISION.matcher(revision).matches() || revision.contains("..")) {
            throw new InvalidInputException(
                    "the revision of hf:" + repository + " must be a branch, a tag or a commit, got " + revision);
        }
    }

    /** Reads {@code hf:owner/name} or {@code hf:owner/name@revision}; the branch main when none is named. */
    public static HubReference parse(String text) {
        String name = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        int at = name.indexOf('@');
        return at < 0
                ? new HubReference(name, "main")
                : new HubReference(name.substring(0, at), name.substring(at + 1));
    }

    /** Whether a text is {@code owner/name}. */
    static boolean isRepository(String text) {
        return REPOSITORY.matcher(text).matches() && !text.contains("..") && !text.contains("--");
    }

    /** The model whose snapshot a folder of the cache is. */
    public static Optional<HubReference> ofSnapshot(Path folder) {
        Path snapshots = folder.getParent();
        if (snapshots == null || !snapshots.endsWith("snapshots") || !isCommit(String.valueOf(folder.getFileName()))) {
            return Optional.empty();
        }
        Path model = snapshots.getParent();
        if (model == null) {
            return Optional.empty();
        }
        String name = String.valueOf(model.getFileName());
        String repository =
                name.startsWith(FOLDER) ? name.substring(FOLDER.length()).replace("--", "/") : "";
        return isRepository(repository)
                ? Optional.of(new HubReference(repository, String.valueOf(folder.getFileName())))
                : Optional.empty();
    }

    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    /** The folder's name in the cache. */
    String folder() {
        return FOLDER + repository.replace("/", "--");
    }

    @Override
    public String toString() {
        return PREFIX + repository + "@" + revision;
    }
}
