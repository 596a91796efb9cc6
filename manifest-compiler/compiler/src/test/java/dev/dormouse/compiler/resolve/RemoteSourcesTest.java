package dev.dormouse.compiler.resolve;

import static dev.dormouse.compiler.resolve.Resolution.AT_SOURCE;
import static dev.dormouse.compiler.resolve.Resolution.DIGEST;
import static dev.dormouse.compiler.resolve.Resolution.MODEL;
import static dev.dormouse.compiler.resolve.Resolution.OTHER_DIGEST;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteSourcesTest {
    private static final String SOURCE = "https://models.example/a.onnx";

    @TempDir
    Path cache;

    private RemoteSources remote(Fetcher.Fetch fetch, Download.Limits limits) {
        return new RemoteSources(cache, Map.of("https", () -> source -> fetch), limits);
    }

    private RemoteSources remote(Fetcher.Fetch fetch) {
        return remote(fetch, Download.Limits.USUAL);
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void whatIsThereIsNotFetchedAgain() {
        AtomicInteger fetches = new AtomicInteger();
        RemoteSources remote = remote(download -> {
            fetches.incrementAndGet();
            download.write(MODEL);
        });
        assertThat(Resolution.of(remote, SOURCE, DIGEST).file()).contains(cache.resolve(DIGEST));
        assertThat(Resolution.of(remote, SOURCE, DIGEST).file()).contains(cache.resolve(DIGEST));
        assertThat(fetches).hasValue(1);
    }

    @Test
    void aKeptFileThatLostItsBytesIsFetchedAgain() throws IOException {
        Files.writeString(cache.resolve(DIGEST), "");
        Resolution resolution = Resolution.of(remote(download -> download.write(MODEL)), SOURCE, DIGEST);
        assertThat(resolution.file().orElseThrow()).hasBinaryContent(MODEL);
    }

    @Test
    void theDigestMayBeInTheLockFile() {
        RemoteSources remote = remote(download -> download.write(MODEL));
        assertThat(Resolution.withoutDigest(remote, SOURCE, new Lock(Map.of(SOURCE, DIGEST)))
                        .file())
                .isPresent();
        assertThat(Resolution.withoutDigest(remote, SOURCE, Lock.EMPTY).headline())
                .isEqualTo(AT_SOURCE + "DM406: '" + SOURCE + "' is remote and has no digest");
    }

    @Test
    void aWrongDigestIsReportedAtTheDigest() {
        Resolution resolution = Resolution.of(remote(download -> download.write(MODEL)), SOURCE, OTHER_DIGEST);
        assertThat(resolution.headline())
                .isEqualTo("manifest.yaml:9:64: error DM402: '" + SOURCE + "' has another digest than 'sha256' says");
        assertThat(resolution.help()).isEqualTo("if the file is the right one, write sha256: " + DIGEST);
    }

    @Test
    void anInterruptedDownloadLeavesNothing() throws IOException {
        RemoteSources remote = remote(download -> {
            download.write(MODEL);
            throw new IOException("the line went dead");
        });
        assertThat(Resolution.of(remote, SOURCE, DIGEST).headline())
                .isEqualTo(AT_SOURCE + "DM407: '" + SOURCE + "' could not be fetched: the line went dead");
        assertThat(cached()).isEmpty();
    }

    @Test
    void fewerBytesThanPromisedAreNotKept() throws IOException {
        RemoteSources remote = remote(download -> {
            download.expect(MODEL.length + 1);
            download.write(MODEL);
        });
        assertThat(Resolution.of(remote, SOURCE, DIGEST).headline())
                .endsWith("could not be fetched: the answer ended after 44 of 45 bytes");
        assertThat(cached()).isEmpty();
    }

    @Test
    void tooManyBytesAreRefusedWhetherPromisedOrNot() throws IOException {
        Download.Limits limits = new Download.Limits(MODEL.length - 1, Duration.ofMinutes(1));
        String tooMany = "could not be fetched: it has more than 43 bytes, the most that is fetched";
        assertThat(Resolution.of(remote(download -> download.expect(MODEL.length), limits), SOURCE, DIGEST)
                        .headline())
                .endsWith(tooMany);
        assertThat(Resolution.of(remote(download -> download.write(MODEL), limits), SOURCE, DIGEST)
                        .headline())
                .endsWith(tooMany);
        assertThat(cached()).isEmpty();
    }

    @Test
    void tooSlowIsRefused() {
        Download.Limits limits = new Download.Limits(1 << 20, Duration.ZERO);
        assertThat(Resolution.of(remote(download -> download.write(MODEL), limits), SOURCE, DIGEST)
                        .headline())
                .endsWith("could not be fetched: it took longer than 0 s, the most that is waited for");
    }

    @Test
    void severalAtOnceAllGetTheWholeFile() throws Exception {
        int count = 8;
        CyclicBarrier middle = new CyclicBarrier(count);
        ExecutorService pool = Executors.newFixedThreadPool(count);
        try {
            List<Future<Resolution>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                RemoteSources remote = remote(download -> {
                    download.write(MODEL, 0, 20);
                    await(middle);
                    download.write(MODEL, 20, MODEL.length - 20);
                });
                running.add(pool.submit(() -> Resolution.of(remote, SOURCE, DIGEST)));
            }
            for (Future<Resolution> future : running) {
                assertThat(future.get(30, TimeUnit.SECONDS).file()).contains(cache.resolve(DIGEST));
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(cached()).containsExactly(DIGEST);
        assertThat(cache.resolve(DIGEST)).hasBinaryContent(MODEL);
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Test
    void whatKilledProcessesLeftIsRemovedAndWhatOthersWriteIsNot() throws IOException {
        Path abandoned = Files.writeString(cache.resolve("fetch1.part"), "half");
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(3))));
        Path another = Files.writeString(cache.resolve("fetch2.part"), "half");
        Resolution.of(remote(download -> download.write(MODEL)), SOURCE, DIGEST);
        assertThat(abandoned).doesNotExist();
        assertThat(another).exists();
    }
}
