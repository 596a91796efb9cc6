package dev.dormouse.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A function in a process of its own, from ready to stopped. */
final class FunctionProcess implements AutoCloseable {
    private static final long LIMIT_NANOS = Duration.ofMinutes(2).toNanos();

    private final Process process;
    private final int port;
    private final int grpcPort;

    private FunctionProcess(Process process, int port, int grpcPort) {
        this.process = process;
        this.port = port;
        this.grpcPort = grpcPort;
    }

    /**
     * Starts it and waits until it says that it is ready.
     *
     * @param command words apart by spaces; {@code {bundle}}, {@code {port}} and {@code {grpcPort}} are put in
     * @throws IOException if it ends or is not ready within two minutes
     */
    static FunctionProcess start(String command, Path bundle) throws IOException {
        int port = freePort();
        int grpcPort = freePort();
        List<String> words = Arrays.stream(command.trim().split("\\s+"))
                .map(word -> word.replace("{bundle}", bundle.toString())
                        .replace("{port}", Integer.toString(port))
                        .replace("{grpcPort}", Integer.toString(grpcPort)))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(bundle.resolveSibling("function.log").toFile());
        builder.environment().put("DORMOUSE_BUNDLE", bundle.toString());
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        FunctionProcess function = new FunctionProcess(builder.start(), port, grpcPort);
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!function.isReady()) {
            if (!function.process.isAlive() || System.nanoTime() > deadline) {
                function.close();
                throw new IOException(
                        "'" + command + "' gives no ready function; see " + bundle.resolveSibling("function.log"));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return function;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private boolean isReady() throws IOException {
        URI health = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
        try {
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    int port() {
        return port;
    }

    /** The port that {@code {grpcPort}} of the command was. */
    int grpcPort() {
        return grpcPort;
    }

    /** The processor time of the function and of this program so far. */
    long processorNanos() {
        long client = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
        return client + process.info().totalCpuDuration().orElseThrow().toNanos();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
