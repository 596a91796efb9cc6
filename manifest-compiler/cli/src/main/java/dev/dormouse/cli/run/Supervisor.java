package dev.dormouse.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Holds the one function that runs, so that none is started once this process is to end. Thread-safe. */
public final class Supervisor {
    private final Path launcher;
    private final Address address;
    private final OptionalInt grpcPort;
    private Optional<FunctionProcess> current = Optional.empty();
    private boolean ending;

    /** @param grpcPort on the same host; empty for no gRPC */
    public Supervisor(Path launcher, Address address, OptionalInt grpcPort) {
        this.launcher = launcher;
        this.address = address;
        this.grpcPort = grpcPort;
    }

    /** When this process is told to end, the function ends first, and its exit status is then this one's. */
    public void endWithThisProcess() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end-function"));
    }

    /** Starts a function for the bundle; empty if this process is to end. */
    public synchronized Optional<FunctionProcess> start(Path bundle) throws IOException {
        if (ending) {
            return Optional.empty();
        }
        current = Optional.of(FunctionProcess.start(launcher, bundle, address, grpcPort));
        return current;
    }

    private void end() {
        Optional<FunctionProcess> last;
        synchronized (this) {
            ending = true;
            last = current;
        }
        if (last.isPresent()) {
            try {
                int status = last.get().stop();
                Runtime.getRuntime().halt(status);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
