package dev.belay.model.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.belay.model.files.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Hub on this machine, with files that the test sets and faults that come one by one. */
final class FakeHub implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** What goes wrong with the next request for a file. */
    enum Fault {
        NONE,
        CUT,
        TOO_LONG,
        WRONG_BYTES,
        IGNORE_RANGE,
        BUSY,
        REDIRECT
    }

    final Map<String, byte[]> files = new LinkedHashMap<>();
    final Deque<Fault> faults = new ArrayDeque<>();
    final List<String> requests = new ArrayList<>();
    int descriptionStatus = 200;
    String errorCode = "";
    String retryAfter = "";

    private final HttpServer server;

    FakeHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A file as large ones are kept; names that do not end in safetensors are small. */
    void put(String name, String content) {
        files.put(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Headers headers = exchange.getRequestHeaders();
            requests.add(path + " " + headers.getFirst("Range") + " " + headers.getFirst("Authorization"));
            if (path.startsWith("/api/models/owner/name/revision/")) {
                describe(exchange);
            } else if (path.startsWith("/owner/name/resolve/" + COMMIT + "/") || path.startsWith("/elsewhere/")) {
                file(exchange, path.substring(path.lastIndexOf('/') + 1));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void describe(HttpExchange exchange) throws IOException {
        if (descriptionStatus != 200) {
            refuse(exchange, descriptionStatus);
            return;
        }
        ObjectNode description = Json.object().put("sha", COMMIT);
        files.forEach((name, bytes) -> {
            ObjectNode sibling = description.withArray("siblings").addObject().put("rfilename", name);
            sibling.put("size", bytes.length).put("blobId", gitHash(bytes));
            if (name.endsWith(".safetensors")) {
                sibling.putObject("lfs").put("size", bytes.length).put("sha256", hash("SHA-256", bytes));
            }
        });
        byte[] body = Json.pretty(description);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private void refuse(HttpExchange exchange, int status) throws IOException {
        if (!errorCode.isEmpty()) {
            exchange.getResponseHeaders().set("X-Error-Code", errorCode);
        }
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        exchange.sendResponseHeaders(status, -1);
    }

    private void file(HttpExchange exchange, String name) throws IOException {
        byte[] all = files.getOrDefault(name, new byte[0]);
        Fault fault = faults.isEmpty() ? Fault.NONE : faults.pop();
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null || fault == Fault.IGNORE_RANGE ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        byte[] body = Arrays.copyOfRange(all, Math.min(from, all.length), all.length);
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
        }
        int status = from > 0 ? 206 : 200;
        switch (fault) {
            case BUSY -> refuse(exchange, 429);
            case REDIRECT -> {
                exchange.getResponseHeaders()
                        .set("Location", address().toString().replace("127.0.0.1", "localhost") + "/elsewhere/" + name);
                exchange.sendResponseHeaders(302, -1);
            }
            case TOO_LONG -> {
                exchange.sendResponseHeaders(status, body.length + 3L);
                exchange.getResponseBody().write(body);
                exchange.getResponseBody().write(new byte[3]);
            }
            case WRONG_BYTES -> {
                body[0] ^= 1;
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
            case CUT -> {
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body, 0, body.length / 2);
                exchange.getResponseBody().flush();
                // Closed with bytes missing: the client sees the connection end.
            }
            default -> {
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    static String gitHash(byte[] bytes) {
        byte[] head = ("blob " + bytes.length + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + bytes.length);
        System.arraycopy(bytes, 0, all, head.length, bytes.length);
        return hash("SHA-1", all);
    }

    static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
