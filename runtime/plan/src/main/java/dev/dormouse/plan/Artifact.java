package dev.dormouse.plan;

import java.util.Optional;

/**
 * A file that a step needs.
 *
 * @param name for people, as the manifest says it
 * @param sha256 what the file must be; it names the file and is checked wherever a file comes from outside
 * @param crc32c the file's CRC-32C in 8 hex digits, which a start can afford to check; absent in plans of old
 * @param size in bytes
 */
public record Artifact(String name, String sha256, Optional<String> crc32c, long size) {
    public Artifact {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("'" + sha256 + "' is not a SHA-256 digest in hex");
        }
        if (crc32c.isPresent() && !crc32c.get().matches("[0-9a-f]{8}")) {
            throw new IllegalArgumentException("'" + crc32c.get() + "' is not a CRC-32C in hex");
        }
        if (size < 0) {
            throw new IllegalArgumentException("a file cannot have " + size + " bytes");
        }
    }
}
