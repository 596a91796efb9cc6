package dev.dormouse.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A packaged Quarkus application as a child process on a free port of the loopback interface. */
public final class RunningApp implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern GRPC = Pattern.compile("gRPC listens on 127\\.0\\.0\\.1:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final StringBuffer log = new StringBuffer();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<Integer> grpcPort = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RunningApp(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "app-log");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the application of the system property {@code dormouse.app} with a bundle, whatever becomes of it. */
    public static RunningApp launch(Path bundle, String... properties) throws IOException {
        return launch(Map.of("DORMOUSE_BUNDLE", bundle.toString()), properties);
    }

    /** Starts a main class of the tests that runs an application, and waits until its pipelines are ready. */
    public static RunningApp startMain(Class<?> main, String... properties) throws Exception {
        List<String> program = List.of("-cp", System.getProperty("java.class.path"), main.getName());
        return launch(Map.of(), program, properties).awaitReady();
    }

    private static RunningApp launch(Map<String, String> environment, String... properties) throws IOException {
        return launch(environment, List.of("-jar", System.getProperty("dormouse.app")), properties);
    }

    private static RunningApp launch(Map<String, String> environment, List<String> program, String... properties)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"));
        command.addAll(List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=0"));
        for (String property : properties) {
            command.add("-D" + property);
        }
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        builder.environment().put("OPT_OUT_TRACKING", "true");
        String engines = System.getProperty("dormouse.engines");
        if (engines != null) {
            builder.environment().put("DORMOUSE_ENGINES", engines);
        }
        return new RunningApp(builder.start());
    }

    /** Starts the application with a bundle and waits until it is ready. */
    public static RunningApp start(Path bundle, String... properties) throws Exception {
        return launch(bundle, properties).awaitReady();
    }

    /** Starts an application that has its pipelines built in, and waits until they are ready. */
    public static RunningApp startBuilt(String... properties) throws Exception {
        return launch(Map.of(), properties).awaitReady();
    }

    private RunningApp awaitReady() throws Exception {
        CompletableFuture.allOf(port, ready).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return this;
    }

    /** Waits until the server listens, which may be before the pipelines are ready. */
    public RunningApp awaitListening() throws Exception {
        port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return this;
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.append(line).append('\n');
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.parseInt(listening.group(1)));
                }
                Matcher grpc = GRPC.matcher(line);
                if (grpc.find()) {
                    grpcPort.complete(Integer.parseInt(grpc.group(1)));
                }
                if (line.endsWith(" is ready")) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            log.append("(").append(e.getMessage()).append(")\n");
        } finally {
            IllegalStateException ended = new IllegalStateException("the app ended:\n" + log);
            port.completeExceptionally(ended);
            grpcPort.completeExceptionally(ended);
            ready.completeExceptionally(ended);
        }
    }

    public int port() {
        return port.join();
    }

    /** The port of gRPC, of an application that has one; waits until it listens. */
    public int grpcPort() throws Exception {
        return grpcPort.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public String log() {
        return log.toString();
    }

    public Process process() {
        return process;
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(PATIENCE);
    }

    public HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What {@code /metrics} says of a counter with just these labels; 0 if it has none. */
    public long counter(String series) throws Exception {
        return get("/metrics")
                .body()
                .lines()
                .filter(metric -> metric.startsWith(series + " "))
                .mapToLong(metric -> (long) Double.parseDouble(metric.substring(series.length() + 1)))
                .sum();
    }

    public HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<byte[]> sendForBytes(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    public CompletableFuture<HttpResponse<String>> sendLater(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    /** A POST of JSON; headers as name, value, … */
    public HttpRequest json(String path, byte[] body, String... headers) {
        HttpRequest.Builder builder = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        builder.header("Content-Type", "application/json");
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return builder.build();
    }

    /** Waits for the process to end by itself. */
    public int exitCode() throws Exception {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the app does not end:\n" + log);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
