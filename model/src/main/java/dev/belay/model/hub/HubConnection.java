package dev.belay.model.hub;

import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Requests to the Hub. A busy or failing server is asked again a bounded number of times; every other refusal is a message
 * that says what to do.
 */
final class HubConnection implements AutoCloseable {
    /** How long to wait; a test does not. */
    @FunctionalInterface
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    static final int ATTEMPTS = 5;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int REDIRECTS = 5;

    private final HttpClient client;
    private final HubSettings settings;
    private final Pause pause;
    private final HubProgress progress;

    HubConnection(HubSettings settings, Map<String, String> environment, Pause pause, HubProgress progress) {
        this.settings = settings;
        this.pause = pause;
        this.progress = progress;
        ProxySelector usual = Objects.requireNonNullElseGet(ProxySelector.getDefault(), () -> ProxySelector.of(null));
        this.client = HttpClient.newBuilder()
                .proxy(new EnvironmentProxies(environment, usual))
                // By hand, because a redirect leads to another host, which must not see the token.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
    }

    /**
     * Asks for a path of the Hub.
     *
     * @param from the first byte wanted
     * @return status 200, 206 or 416; to be closed
     * @throws IOException when the connection fails
     * @throws HubBusyException when the server still is busy or failing after the last attempt
     */
    HttpResponse<InputStream> get(HubReference reference, String path, long from)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            HttpResponse<InputStream> response = redirected(URI.create(settings.endpoint() + path), from);
            int status = response.statusCode();
            if (status == 200 || status == 206 || status == 416) {
                return response;
            }
            response.body().close();
            if (!isBusy(status) || attempt == ATTEMPTS) {
                throw refusal(reference, response);
            }
            waitFor(reference, response, attempt);
        }
    }

    private static boolean isBusy(int status) {
        return status == 429 || status >= 500;
    }

    private HttpResponse<InputStream> redirected(URI start, long from) throws IOException, InterruptedException {
        URI uri = start;
        for (int i = 0; i <= REDIRECTS; i++) {
            HttpResponse<InputStream> response =
                    client.send(request(uri, from), HttpResponse.BodyHandlers.ofInputStream());
            int status = response.statusCode();
            String location = response.headers().firstValue("Location").orElse("");
            if (status < 301 || status > 308 || status == 304 || location.isEmpty()) {
                return response;
            }
            response.body().close();
            uri = uri.resolve(location);
        }
        throw new IOException("more than " + REDIRECTS + " redirects from " + start);
    }

    private HttpRequest request(URI uri, long from) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).header("User-Agent", "belay");
        if (settings.token() != null
                && uri.getAuthority().equals(settings.endpoint().getAuthority())) {
            request.header("Authorization", "Bearer " + settings.token());
        }
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        return request.build();
    }

    private void waitFor(HubReference reference, HttpResponse<?> response, int attempt) throws InterruptedException {
        long seconds = response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Long::parseLong)
                .orElse(1L << (attempt - 1));
        if (Duration.ofSeconds(seconds).compareTo(LONGEST_WAIT) > 0) {
            throw refusal(reference, response);
        }
        progress.onNotice("the Hub answers " + response.statusCode() + "; waiting " + seconds + " s (attempt " + attempt
                + " of " + ATTEMPTS + ")");
        pause.sleep(Duration.ofSeconds(seconds));
    }

    void waitBeforeAttempt(int attempt) throws InterruptedException {
        pause.sleep(Duration.ofSeconds(1L << (attempt - 1)));
    }

    private RuntimeException refusal(HubReference reference, HttpResponse<?> response) {
        String code = response.headers().firstValue("X-Error-Code").orElse("");
        String page = settings.endpoint() + "/" + reference.repository();
        String advice = switch (response.statusCode()) {
            case 401 ->
                settings.token() == null
                        ? "it does not exist, or is private or gated; check the name, or set HF_TOKEN to a token from "
                                + settings.endpoint() + "/settings/tokens"
                        : "the token is not accepted (or the model does not exist); check HF_TOKEN";
            case 403 -> "access is not granted; accept the conditions on " + page + " with the account of HF_TOKEN";
            case 404 ->
                code.equals("RevisionNotFound")
                        ? "it has no revision " + reference.revision() + "; see " + page + "/refs"
                        : "there is no such model or file; see " + page;
            case 429 ->
                "too many requests; try again "
                        + response.headers()
                                .firstValue("Retry-After")
                                .map(s -> "in " + s + " s")
                                .orElse("later")
                        + ", or set HF_TOKEN, which has a higher limit";
            default -> "the server failed " + ATTEMPTS + " times; try again later";
        };
        String message = "model " + reference + ": the Hub answers " + response.statusCode() + ": " + advice;
        return isBusy(response.statusCode()) ? new HubBusyException(message) : new InvalidInputException(message);
    }

    @Override
    public void close() {
        client.close();
    }
}
