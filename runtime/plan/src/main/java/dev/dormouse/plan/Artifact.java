package dev.dormouse.plan;

/** A file that a step needs. {@code name} is for people (as the manifest says it), {@code sha256} is what it must be. */
public record Artifact(String name, String sha256, long size) {
    public Artifact {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("'" + sha256 + "' is not a SHA-256 digest in hex");
        }
        if (size < 0) {
            throw new IllegalArgumentException("a file cannot have " + size + " bytes");
        }
    }
}
