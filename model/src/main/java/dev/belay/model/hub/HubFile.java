package dev.belay.model.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A file as the Hub describes it.
 *
 * @param name in the repository's root
 * @param bytes its size
 * @param hash SHA-256 of a large file, the SHA-1 of git of a small one; also the blob's name in the cache
 */
record HubFile(String name, long bytes, String hash) {
    private static final int SHA256_DIGITS = 64;

    /** A digest that has seen what git puts in front of a small file's bytes. */
    MessageDigest digest() {
        try {
            if (hash.length() == SHA256_DIGITS) {
                return MessageDigest.getInstance("SHA-256");
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + bytes + "\0").getBytes(StandardCharsets.UTF_8));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1 and SHA-256", e);
        }
    }
}
