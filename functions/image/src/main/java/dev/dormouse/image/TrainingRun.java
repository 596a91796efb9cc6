package dev.dormouse.image;

import dev.dormouse.engine.Bundle;
import dev.dormouse.plan.Plan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the staged function as the image will, asks it what it will be asked, and has the JVM write what it then knows
 * as a start-up archive: an AOT cache from Java 25 on, an AppCDS archive before.
 *
 * <p>The class path is relative to the working directory, so the archive fits wherever the folder lies; jars must keep
 * their sizes and modification times.
 */
final class TrainingRun {
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://127\\.0\\.0\\.1:\\d+)");
    private static final Pattern TROUBLE =
            Pattern.compile("error|warning|exception|failed|fatal|cannot|unable|not found", Pattern.CASE_INSENSITIVE);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The JVM writes what it recorded, then the archive, together some 100 MB. */
    private static final long ARCHIVE_NEEDS = 150_000_000;

    private static final int ROUNDS = 20;
    private static final int TOLD_LINES = 5;
    /** Variables that a JVM reads options from; in a base they count in the image too. */
    private static final Set<String> JVM_OPTIONS = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    /** What a JVM that was asked to end, and did so in good order, says. */
    private static final Set<Integer> ENDED = Set.of(0, 128 + 15);

    private final StagedFunction function;
    private final JavaRuntime runtime;
    private final Bundle rehearsal;
    private final Path rehearsalFolder;
    private final Map<String, String> environment;

    /**
     * @param environment that the base brings; of it the run gets {@link #JVM_OPTIONS} alone, and nothing of this process',
     *     as what runs may be a stranger's Java, and options of this machine would not be the image's
     */
    TrainingRun(StagedFunction function, JavaRuntime runtime, Path rehearsal, Map<String, String> environment) {
        this.function = function;
        this.runtime = runtime;
        this.environment = Map.copyOf(environment);
        this.rehearsal = Bundle.open(rehearsal);
        this.rehearsalFolder = rehearsal.toAbsolutePath();
    }

    /**
     * Writes the archive beside the function.
     *
     * @throws ImageException if the function does not start or writes none
     */
    void record() throws IOException {
        Path log = Files.createTempFile("dormouse-training", ".log");
        Process process = start(log);
        try {
            ask(address(process, log));
            process.destroy();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw failure("the function did not end after it was asked to", log);
            }
            if (!ENDED.contains(process.exitValue()) || !function.hasArchive()) {
                requireSpace();
                throw failure("the function wrote no start-up archive (exit status " + process.exitValue() + ")", log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the training run was interrupted", e);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(log);
        }
    }

    private Process start(Path log) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(runtime.java().toString());
        words.add("@" + function.folder().resolve(StagedFunction.OPTIONS));
        words.add((JavaRuntime.hasAotCache(runtime.major()) ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=")
                + function.archive());
        words.addAll(function.nativeFlags(function.folder().toString()));
        words.addAll(List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=0"));
        words.addAll(List.of("-jar", BuildFolder.RUN_JAR));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(function.function().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        environment.forEach((name, value) -> {
            if (JVM_OPTIONS.contains(name)) {
                builder.environment().put(name, value);
            }
        });
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().putAll(function.environment(function.folder().toString()));
        builder.environment().put("DORMOUSE_BUNDLE", rehearsalFolder.toString());
        return builder.start();
    }

    private String address(Process process, Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Matcher matcher = LISTENING.matcher(Files.readString(log));
            if (matcher.find()) {
                return matcher.group(1);
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        String status = process.isAlive() ? "" : " (exit status " + process.exitValue() + ")";
        throw failure("the function did not start" + status, log);
    }

    private void ask(String url) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        awaitReady(client, url);
        Plan plan = rehearsal.plan();
        for (int i = 0; i < ROUNDS; i++) {
            for (String path : List.of("/q/health/ready", "/q/health/live", "/describe", "/metrics")) {
                send(client, HttpRequest.newBuilder(URI.create(url + path)));
            }
            for (Plan.Example example : plan.examples()) {
                String body = JsonText.write(example.inputs());
                for (String path : List.of("/eval", "/" + plan.metadata().name())) {
                    send(client, post(url + path, body, Map.of()));
                }
                send(
                        client,
                        post(
                                url + "/",
                                body,
                                Map.of(
                                        "ce-id",
                                        "1",
                                        "ce-specversion",
                                        "1.0",
                                        "ce-source",
                                        "/rehearsal",
                                        "ce-type",
                                        plan.metadata().name())));
            }
        }
    }

    private static void awaitReady(HttpClient client, String url) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (send(client, HttpRequest.newBuilder(URI.create(url + "/q/health/ready"))) != 200) {
            if (System.nanoTime() > end) {
                throw new ImageException(ImageException.Reason.TOOL, "the training run's function did not get ready");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static HttpRequest.Builder post(String url, String body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body));
        request.header("Content-Type", "application/json");
        headers.forEach(request::header);
        return request;
    }

    private static int send(HttpClient client, HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private void requireSpace() throws IOException {
        if (Files.getFileStore(function.folder()).getUsableSpace() < ARCHIVE_NEEDS) {
            throw new ImageException(
                    ImageException.Reason.DISK_FULL,
                    "the disk is too full for a start-up archive: " + function.folder());
        }
    }

    /** With the log's last lines that tell of trouble; its last ones where none does. */
    private static ImageException failure(String what, Path log) throws IOException {
        List<String> lines = Files.readAllLines(log).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
                .toList();
        List<String> trouble =
                lines.stream().filter(line -> TROUBLE.matcher(line).find()).toList();
        List<String> telling = trouble.isEmpty() ? lines : trouble;
        String told = String.join(" / ", telling.subList(Math.max(0, telling.size() - TOLD_LINES), telling.size()));
        boolean full = lines.stream().anyMatch(DiskFull::isIn);
        return new ImageException(
                full ? ImageException.Reason.DISK_FULL : ImageException.Reason.TOOL,
                what + ": " + (told.isEmpty() ? "it said nothing" : told));
    }
}
