package dev.dormouse.compiler.resolve;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.engine.Digests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Fetches {@code https://} sources into a cache that is named by digest; what is there already is not fetched again. */
public final class RemoteSources {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Path cache;
    private final Supplier<HttpClient> client;

    public RemoteSources(Path cache, Supplier<HttpClient> client) {
        this.cache = cache;
        this.client = client;
    }

    /** The cached file of a source that carries a digest; a finding at {@code span} if it cannot be had. */
    Optional<Path> fetch(String source, Span span, Optional<String> digest, Findings findings) {
        if (digest.isEmpty()) {
            findings.error(
                    FindingCode.DM406,
                    span,
                    "'" + source + "' is remote and has no digest",
                    "add 'sha256:' with the file's 64 hex digits beside 'source:', or keep its dormouse.lock here");
            return Optional.empty();
        }
        Path kept = cache.resolve(digest.get());
        if (Files.isRegularFile(kept)) {
            return Optional.of(kept);
        }
        try {
            return Optional.of(download(source));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(source, span, "interrupted", findings);
        } catch (IOException | IllegalArgumentException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return failed(source, span, why, findings);
        }
    }

    private static Optional<Path> failed(String source, Span span, String why, Findings findings) {
        findings.error(
                FindingCode.DM407,
                span,
                "'" + source + "' could not be fetched: " + why,
                "check the address and the network, or put the file beside the manifest");
        return Optional.empty();
    }

    private Path download(String source) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        Path part = Files.createTempFile(cache, "fetch", ".part");
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(source)).timeout(TIMEOUT).build();
            HttpResponse<Path> response = client.get().send(request, HttpResponse.BodyHandlers.ofFile(part));
            if (response.statusCode() != 200) {
                throw new IOException("the server answered " + response.statusCode());
            }
            return move(part);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Keeps bytes under their digest. */
    Path keep(byte[] bytes) throws IOException {
        Files.createDirectories(cache);
        Path part = Files.createTempFile(cache, "inline", ".part");
        Files.write(part, bytes);
        return move(part);
    }

    private Path move(Path part) throws IOException {
        Path target = cache.resolve(Digests.sha256(part));
        return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
