package dev.dormouse.compiler.resolve;

import dev.dormouse.engine.Bundle;
import dev.dormouse.plan.Artifact;
import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code dormouse.lock}: the digests that sources had when they were last compiled. */
public record Lock(Map<String, String> digests) {
    public static final Lock EMPTY = new Lock(Map.of());

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public Lock {
        digests = Map.copyOf(digests);
    }

    /**
     * The lock file in a folder, or {@link #EMPTY} when there is none.
     *
     * @throws IllegalArgumentException if there is one that cannot be read
     */
    public static Lock read(Path folder) {
        Path file = folder.resolve(Bundle.LOCK_FILE);
        if (!Files.isRegularFile(file)) {
            return EMPTY;
        }
        try {
            Map<String, String> digests = new LinkedHashMap<>();
            Object root = PlanJson.decode(Files.readAllBytes(file));
            if (root instanceof Map<?, ?> map && map.get("artifacts") instanceof Map<?, ?> artifacts) {
                artifacts.forEach((source, entry) -> {
                    if (entry instanceof Map<?, ?> values && values.get("sha256") instanceof String digest) {
                        if (!isDigest(digest)) {
                            throw new IllegalArgumentException("the digest of '" + source + "' is none");
                        }
                        digests.put((String) source, digest);
                    }
                });
            }
            return new Lock(digests);
        } catch (IOException e) {
            throw new IllegalArgumentException(Causes.why(e), e);
        }
    }

    /** The lock file's bytes for these artifacts, sorted by source. */
    public static byte[] write(Collection<Artifact> artifacts) {
        Map<String, Object> entries = new TreeMap<>();
        for (Artifact artifact : artifacts) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("sha256", artifact.sha256());
            entry.put("size", artifact.size());
            entries.put(artifact.name(), entry);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("format", 1L);
        root.put("artifacts", entries);
        return PlanJson.encode(root);
    }

    /** Whether a text is a SHA-256 as manifests and lock files write it. */
    static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    /** This lock first, then the other one of a folder below, whose files have the prefix here. */
    Lock before(Lock other, String prefix) {
        Map<String, String> all = new LinkedHashMap<>();
        other.digests.forEach(
                (source, digest) -> all.put(SourceFiles.isBeside(source) ? prefix + source : source, digest));
        all.putAll(digests);
        return new Lock(all);
    }

    Optional<String> digest(String source) {
        return Optional.ofNullable(digests.get(Objects.requireNonNull(source)));
    }
}
