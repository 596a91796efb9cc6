package dev.dormouse.cli.run;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A function that serves a bundle, as a child of this process. It is started by {@code ./dormouse run BUNDLE}, which
 * replaces itself by the function's JVM and so is the one place that knows its flags.
 */
public final class FunctionProcess {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration DRAIN = Duration.ofSeconds(60);

    private final Process process;
    private final Address address;

    private FunctionProcess(Process process, Address address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it; its output is this process's output.
     *
     * @param launcher the {@code ./dormouse} script
     * @param grpcPort on the same host; empty for no gRPC
     */
    public static FunctionProcess start(Path launcher, Path bundle, Address address, OptionalInt grpcPort)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "run",
                bundle.toString(),
                "--host",
                address.host(),
                "--port",
                Integer.toString(address.port())));
        grpcPort.ifPresent(port -> command.addAll(List.of("--grpc-port", Integer.toString(port))));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put("DORMOUSE_PARENT", Long.toString(ProcessHandle.current().pid()));
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        process.getOutputStream().close();
        return new FunctionProcess(process, address);
    }

    /** Waits until it is ready to answer; false if it ended before or the limit has passed. */
    public boolean awaitReady(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            if (awaitEnd(POLL)) {
                return false;
            }
            if (isReady()) {
                return true;
            }
        }
        return false;
    }

    private boolean isReady() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(address.url() + "/q/health/ready").toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    /** Waits for its end; true if it has ended. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Lets it finish what is under way and end, by force if that takes more than a minute; gives its exit status. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!awaitEnd(DRAIN)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** The exit status of a process that has ended. */
    public int exitStatus() {
        return process.exitValue();
    }
}
