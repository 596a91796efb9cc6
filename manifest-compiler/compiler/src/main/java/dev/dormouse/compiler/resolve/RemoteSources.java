package dev.dormouse.compiler.resolve;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.engine.Digests;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Fetches {@code https://}, {@code s3://} and {@code oci://} sources into a cache whose files are named by digest; what
 * is there already is not fetched again. A file gets its name when it is whole, by one atomic move, so processes may
 * share the cache and be killed at any time. The libraries behind a scheme are loaded when a source first uses it.
 */
public final class RemoteSources {
    private static final String PART = ".part";

    private final Path cache;
    private final Map<String, Supplier<Fetcher>> fetchers;
    private final Download.Limits limits;

    /** Sources kept in {@code cache}, a folder that is made when it is needed. */
    public RemoteSources(Path cache) {
        this(cache, usual(), Download.Limits.USUAL);
    }

    RemoteSources(Path cache, Map<String, Supplier<Fetcher>> fetchers, Download.Limits limits) {
        this.cache = cache;
        this.fetchers = Map.copyOf(fetchers);
        this.limits = limits;
    }

    /** Lambdas on purpose: a method reference would load its class, and the library behind it, here. */
    private static Map<String, Supplier<Fetcher>> usual() {
        return Map.of(
                "https", () -> new HttpsFetcher(HttpGet.usual(false)),
                "s3", () -> S3Fetcher.fromEnvironment(),
                "oci", () -> OciFetcher.fromEnvironment());
    }

    /** Whether a source is of a scheme that is fetched. */
    boolean reads(String source) {
        return source.contains("://") && fetchers.containsKey(scheme(source));
    }

    /** The cached file of a source that carries a digest; a finding at {@code span} if it cannot be had. */
    Optional<Path> fetch(String source, Span span, Optional<String> digest, Findings findings) {
        Fetcher.Fetch fetch;
        try {
            fetch = Objects.requireNonNull(fetchers.get(scheme(source))).get().prepare(source);
        } catch (IllegalArgumentException e) {
            findings.error(
                    FindingCode.DM106,
                    span,
                    "'" + source + "' is not an address that can be fetched",
                    String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        if (digest.isEmpty()) {
            findings.error(
                    FindingCode.DM406,
                    span,
                    "'" + source + "' is remote and has no digest",
                    "add 'sha256:' with the file's 64 hex digits beside 'source:', or keep its dormouse.lock here");
            return Optional.empty();
        }
        try {
            Path kept = cache.resolve(digest.get());
            return Optional.of(isWhole(kept, digest.get()) ? kept : download(fetch));
        } catch (IOException e) {
            findings.error(
                    FindingCode.DM407,
                    span,
                    "'" + source + "' could not be fetched: " + Causes.why(e),
                    "check the address and the network, or put the file beside the manifest");
            return Optional.empty();
        }
    }

    private static String scheme(String source) {
        return source.substring(0, source.indexOf(':'));
    }

    /** Whether a kept file still has the bytes that its name says; a disk may lose some. */
    private static boolean isWhole(Path kept, String digest) throws IOException {
        return Files.isRegularFile(kept) && Digests.sha256(kept).equals(digest);
    }

    private Path download(Fetcher.Fetch fetch) throws IOException {
        Files.createDirectories(cache);
        removeAbandoned();
        Path part = Files.createTempFile(cache, "fetch", PART);
        try {
            try (Download download = new Download(Files.newOutputStream(part), limits)) {
                fetch.into(download);
                download.complete();
            }
            return move(part);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Deletes what killed processes left; nothing that is still being written is as old as twice the time limit. */
    private void removeAbandoned() throws IOException {
        Instant tooOld = Instant.now().minus(limits.time().multipliedBy(2)).minus(Duration.ofMinutes(1));
        List<Path> parts;
        try (Stream<Path> files = Files.list(cache)) {
            parts = files.filter(file -> file.toString().endsWith(PART)).toList();
        }
        for (Path part : parts) {
            if (part.toFile().lastModified() < tooOld.toEpochMilli()) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** Keeps bytes under their digest. */
    Path keep(byte[] bytes) throws IOException {
        return keep(out -> out.write(bytes));
    }

    /** Keeps what is written under its digest. */
    Path keep(Content content) throws IOException {
        Files.createDirectories(cache);
        removeAbandoned();
        Path part = Files.createTempFile(cache, "inline", PART);
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                content.writeTo(out);
            }
            return move(part);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Something that is written at once. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private Path move(Path part) throws IOException {
        Path target = cache.resolve(Digests.sha256(part));
        return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
