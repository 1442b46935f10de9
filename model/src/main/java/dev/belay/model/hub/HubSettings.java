package dev.belay.model.hub;

import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where models come from and where they are kept, under the names that Python's huggingface_hub reads.
 *
 * @param cache {@code HF_HUB_CACHE}, else {@code HF_HOME/hub}, else {@code ~/.cache/huggingface/hub}
 * @param endpoint {@code HF_ENDPOINT}, else https://huggingface.co
 * @param token {@code HF_TOKEN}, else what {@code huggingface-cli login} stored; null when there is none
 * @param offline {@code HF_HUB_OFFLINE}: nothing is fetched
 */
public record HubSettings(
        Path cache, URI endpoint, @Nullable String token, boolean offline) {
    private static final Set<String> TRUE = Set.of("1", "on", "yes", "true");

    /**
     * @param environment as of {@code System.getenv()}
     * @param userHome as of the system property user.home
     */
    public static HubSettings of(Map<String, String> environment, Path userHome) {
        Path xdg = environment.containsKey("XDG_CACHE_HOME")
                ? path(environment.getOrDefault("XDG_CACHE_HOME", ""), userHome)
                : userHome.resolve(".cache");
        Path home = environment.containsKey("HF_HOME")
                ? path(environment.getOrDefault("HF_HOME", ""), userHome)
                : xdg.resolve("huggingface");
        String cache = environment.getOrDefault("HF_HUB_CACHE", environment.getOrDefault("HUGGINGFACE_HUB_CACHE", ""));
        String endpoint = environment.getOrDefault("HF_ENDPOINT", "").strip();
        return new HubSettings(
                cache.isBlank() ? home.resolve("hub") : path(cache, userHome),
                endpoint(endpoint.isEmpty() ? "https://huggingface.co" : endpoint),
                token(environment, home),
                TRUE.contains(environment.getOrDefault("HF_HUB_OFFLINE", "").toLowerCase(Locale.ROOT)));
    }

    private static Path path(String text, Path userHome) {
        return text.startsWith("~/") ? userHome.resolve(text.substring(2)) : Path.of(text);
    }

    private static URI endpoint(String text) {
        try {
            URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "HF_ENDPOINT must be an address such as https://huggingface.co, got " + text, e);
        }
        throw new InvalidInputException("HF_ENDPOINT must be an address such as https://huggingface.co, got " + text);
    }

    private static @Nullable String token(Map<String, String> environment, Path home) {
        String token = environment.getOrDefault("HF_TOKEN", "").strip();
        Path file = environment.containsKey("HF_TOKEN_PATH")
                ? Path.of(environment.getOrDefault("HF_TOKEN_PATH", ""))
                : home.resolve("token");
        if (token.isEmpty() && Files.isRegularFile(file)) {
            try {
                token = Files.readString(file).strip();
            } catch (IOException e) {
                throw new InvalidInputException("cannot read the token in " + file + ": " + AtomicFile.reason(e), e);
            }
        }
        return token.isEmpty() ? null : token;
    }
}
