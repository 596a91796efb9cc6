package dev.dormouse.functions;

import dev.dormouse.engine.BundleException;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** The process lives with its pipelines: it ends when one cannot be opened, and not before they are closed. */
@Singleton
public class Lifecycle {
    private static final Logger LOG = Logger.getLogger("dev.dormouse");

    private final HostedPipelines pipelines;
    private final RequestMetrics metrics;
    private final Config config;
    private Optional<GrpcDoor> grpc = Optional.empty();

    @Inject
    public Lifecycle(HostedPipelines pipelines, RequestMetrics metrics, Config config) {
        this.pipelines = pipelines;
        this.metrics = metrics;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        FunctionOptions.from(config).parent().ifPresent(Lifecycle::endWith);
        pipelines.ready().whenComplete((ready, failure) -> {
            if (failure == null) {
                pipelines.all().forEach(pipeline -> LOG.infof("%s is ready", pipeline.name()));
            } else {
                giveUp(cause(failure), "a pipeline cannot be opened");
            }
        });
        try {
            grpc = GrpcAddress.from(config).map(this::openGrpc);
        } catch (IllegalArgumentException e) {
            giveUp(e, "gRPC cannot be opened");
        }
    }

    private GrpcDoor openGrpc(GrpcAddress address) {
        GrpcDoor door = GrpcDoor.open(address, FunctionOptions.from(config).maxBody(), pipelines, metrics);
        door.opened().whenComplete((opened, failure) -> {
            if (failure != null) {
                giveUp(cause(failure), "gRPC cannot be opened");
            }
        });
        return door;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static void giveUp(Throwable failure, String what) {
        if (failure instanceof BundleException
                || failure instanceof UncheckedIOException
                || failure instanceof IllegalArgumentException) {
            LOG.error(failure.getMessage());
        } else {
            LOG.error(what, failure);
        }
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Quarkus.asyncExit(1);
        }
    }

    private static void endWith(long parent) {
        ProcessHandle.of(parent)
                .ifPresentOrElse(
                        process -> process.onExit().thenRun(() -> Quarkus.asyncExit(0)), () -> Quarkus.asyncExit(0));
    }

    /** {@link Drain} has begun this already; here its end is waited for, as classes may go away afterwards. */
    void stop(@Observes ShutdownEvent event) {
        pipelines.drain(FunctionOptions.from(config).drain()).join();
        grpc.ifPresent(GrpcDoor::close);
    }
}
