package dev.belay.model.hub;

import dev.belay.model.InvalidInputException;
import dev.belay.model.files.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches one file into the cache: continued where it was cut, shown only when size and hash are right. */
final class HubDownload {
    private static final int BUFFER = 1 << 18;
    private static final long SILENCE_SECONDS = 60;

    private final HubConnection connection;
    private final HubReference reference;
    private final HubProgress progress;

    HubDownload(HubConnection connection, HubReference reference, HubProgress progress) {
        this.connection = connection;
        this.reference = reference;
        this.progress = progress;
    }

    /** @param blob where the bytes belong; nothing is fetched when they are there */
    void fetch(HubFile file, String commit, Path blob) throws InterruptedException {
        if (Files.isRegularFile(blob)) {
            return;
        }
        AtomicFile.createFolder(blob.resolveSibling(""));
        Path part = blob.resolveSibling(blob.getFileName() + ".incomplete");
        try (FileChannel out = FileChannel.open(
                        part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
                FileLock lock = out.tryLock()) {
            if (lock == null) {
                throw new InvalidInputException("model " + reference + ": another process is fetching " + file.name()
                        + "; wait for it, or remove " + part);
            }
            complete(file, commit, out);
            out.force(true);
            Files.move(part, blob, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "model " + reference + ": cannot write " + file.name() + " into " + blob.getParent() + ": "
                            + AtomicFile.reason(e),
                    e);
        }
    }

    private void complete(HubFile file, String commit, FileChannel out) throws IOException, InterruptedException {
        String path = "/" + reference.repository() + "/resolve/" + commit + "/" + file.name();
        boolean hashWasWrong = false;
        int failures = 0;
        while (true) {
            long before = out.size();
            String failure = "the connection was cut";
            try {
                receive(file, path, out);
            } catch (IOException e) {
                failure = AtomicFile.reason(e);
            }
            if (out.size() == file.bytes()) {
                if (hash(file, out).equals(file.hash())) {
                    return;
                }
                out.truncate(0);
                if (hashWasWrong) {
                    throw new InvalidInputException("model " + reference + ": " + file.name()
                            + " arrived twice with bytes that are not those of hash " + file.hash()
                            + "; a proxy or mirror may change them (HF_ENDPOINT)");
                }
                hashWasWrong = true;
                progress.onNotice(file.name() + " arrived with a wrong hash; fetching it again");
            } else if (out.size() > before) {
                failures = 0;
                progress.onNotice(file.name() + ": " + failure + " after " + out.size() + " of " + file.bytes()
                        + " bytes; going on from there");
            } else if (++failures == HubConnection.ATTEMPTS) {
                throw new InvalidInputException("model " + reference + ": " + file.name() + " cannot be fetched: "
                        + failure + "; what has arrived is kept, and the next attempt goes on from there");
            } else {
                connection.waitBeforeAttempt(failures);
            }
        }
    }

    private void receive(HubFile file, String path, FileChannel out) throws IOException, InterruptedException {
        if (out.size() > file.bytes()) {
            out.truncate(0);
        }
        long from = out.size();
        if (from == file.bytes()) {
            return;
        }
        HttpResponse<InputStream> response = connection.get(reference, path, from);
        try (InputStream in = response.body()) {
            boolean continues = response.statusCode() == 206
                    && response.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + from + "-");
            if (response.statusCode() == 416 || (response.statusCode() == 206 && !continues)) {
                out.truncate(0);
                throw new IOException("the server does not go on at byte " + from);
            }
            if (!continues) {
                out.truncate(0);
            }
            copy(in, file, out);
        }
    }

    /** A read that gets nothing for a minute counts as a cut connection. */
    private void copy(InputStream in, HubFile file, FileChannel out) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        out.position(out.size());
        try (ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
            while (true) {
                int n;
                try {
                    n = reader.submit(() -> in.read(buffer)).get(SILENCE_SECONDS, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    in.close();
                    throw new IOException("nothing arrived for " + SILENCE_SECONDS + " s", e);
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
                }
                if (n < 0) {
                    return;
                }
                if (out.size() + n > file.bytes()) {
                    out.truncate(0);
                    throw new IOException("the server sent more than the " + file.bytes() + " bytes of the file");
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                progress.onBytes(file.name(), out.size(), file.bytes());
            }
        }
    }

    private static String hash(HubFile file, FileChannel in) throws IOException {
        MessageDigest digest = file.digest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        in.position(0);
        while (in.read(buffer) >= 0) {
            digest.update(buffer.flip());
            buffer.clear();
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
