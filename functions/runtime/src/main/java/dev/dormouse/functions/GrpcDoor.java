package dev.dormouse.functions;

import dev.dormouse.functions.inference.GRPCInferenceServiceGrpc;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The server of gRPC, on a port of its own. It opens on a thread of its own, beside everything else; where no port is
 * set nothing of it is loaded.
 */
final class GrpcDoor implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("dev.dormouse");
    private static final long LAST_ANSWERS_SECONDS = 5;

    private final GrpcAddress address;
    private final CompletableFuture<Server> server = new CompletableFuture<>();
    /** Decodes and answers; nothing on it waits. */
    private final ExecutorService executor =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
                Thread thread = new Thread(task, "dormouse-grpc");
                thread.setDaemon(true);
                return thread;
            });

    private GrpcDoor(GrpcAddress address) {
        this.address = address;
    }

    /** Begins to open and returns at once. */
    static GrpcDoor open(GrpcAddress address, long maxMessage, HostedPipelines pipelines, RequestMetrics metrics) {
        GrpcDoor door = new GrpcDoor(address);
        Thread opener = new Thread(() -> door.start(maxMessage, pipelines, metrics), "dormouse-open-grpc");
        opener.setDaemon(true);
        opener.start();
        return door;
    }

    /** Completes when it listens; exceptionally if it cannot, with a sentence for the user if the port is taken. */
    CompletionStage<?> opened() {
        return server;
    }

    private void start(long maxMessage, HostedPipelines pipelines, RequestMetrics metrics) {
        try {
            GrpcInference inference = new GrpcInference(new ServedModels(pipelines, "RepositoryIndex"));
            Server started = NettyServerBuilder.forAddress(new InetSocketAddress(address.host(), address.port()))
                    .executor(executor)
                    .decompressorRegistry(
                            DecompressorRegistry.getDefaultInstance().with(new DeflateCodec(), true))
                    .maxInboundMessageSize((int) Math.min(maxMessage, Integer.MAX_VALUE))
                    .addService(ServerInterceptors.intercept(
                            ServerInterceptors.useInputStreamMessages(InferRequests.service(inference)),
                            new GrpcCalls(metrics)))
                    .addService(health(pipelines).getHealthService())
                    .addService(ProtoReflectionServiceV1.newInstance())
                    .addService(alphaReflection())
                    .build()
                    .start();
            LOG.infof("gRPC listens on %s:%d", address.host(), started.getPort());
            server.complete(started);
        } catch (IOException e) {
            server.completeExceptionally(new UncheckedIOException(
                    "gRPC cannot listen on " + address.host() + ":" + address.port()
                            + ", which is in use or may not be used; set dormouse.grpc-port to another port",
                    e));
        } catch (RuntimeException | Error e) {
            server.completeExceptionally(e);
        }
    }

    /** What older clients, grpcurl among them, ask. */
    @SuppressWarnings("deprecation")
    private static io.grpc.BindableService alphaReflection() {
        return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
    }

    /** The server and the protocol's service are healthy when all pipelines are ready, a pipeline's name when it is. */
    private static HealthStatusManager health(HostedPipelines pipelines) {
        HealthStatusManager health = new HealthStatusManager();
        for (String service :
                new String[] {HealthStatusManager.SERVICE_NAME_ALL_SERVICES, GRPCInferenceServiceGrpc.SERVICE_NAME}) {
            health.setStatus(service, ServingStatus.NOT_SERVING);
            pipelines.ready().thenRun(() -> health.setStatus(service, ServingStatus.SERVING));
        }
        for (HostedPipeline pipeline : pipelines.all()) {
            health.setStatus(pipeline.name(), ServingStatus.NOT_SERVING);
            pipeline.ready().thenRun(() -> health.setStatus(pipeline.name(), ServingStatus.SERVING));
        }
        pipelines.draining().thenRun(health::enterTerminalState);
        return health;
    }

    /** Closes when the last answers are out; the pipelines are drained before. */
    @Override
    public void close() {
        server.handle((started, failure) -> {
                    if (failure == null) {
                        end(started);
                    }
                    executor.shutdown();
                    return true;
                })
                .join();
    }

    private static void end(Server started) {
        started.shutdown();
        try {
            if (!started.awaitTermination(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS)) {
                started.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            started.shutdownNow();
        }
    }
}
