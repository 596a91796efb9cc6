package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import dev.dormouse.functions.inference.GRPCInferenceServiceGrpc;
import dev.dormouse.functions.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceFutureStub;
import dev.dormouse.functions.inference.InferTensorContents;
import dev.dormouse.functions.inference.ModelInferRequest;
import dev.dormouse.functions.inference.ModelInferResponse;
import dev.dormouse.testkit.RunningApp;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When gRPC opens and ends, and what becomes of calls that nobody waits for. */
@Tag("it")
class GrpcLifecycleIT {
    private static final ModelInferRequest REQUEST = request();

    private static ModelInferRequest request() {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName("slow");
        request.addInputsBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(1)
                .setContents(InferTensorContents.newBuilder().addFp32Contents(4));
        return request.build();
    }

    private static ManagedChannel channel(RunningApp app) throws Exception {
        return NettyChannelBuilder.forAddress("127.0.0.1", app.grpcPort())
                .usePlaintext()
                .build();
    }

    private static RunningApp slow(Path folder) throws Exception {
        return RunningApp.start(Bundles.compile("slow", folder), "dormouse.grpc-port=0");
    }

    private static Status.Code code(ListenableFuture<?> call) throws InterruptedException {
        try {
            call.get();
            return Status.Code.OK;
        } catch (ExecutionException e) {
            return Status.fromThrowable(e).getCode();
        }
    }

    private static long runs(RunningApp app) throws Exception {
        return app.counter("dormouse_step_seconds_count{pipeline=\"slow\",step=\"model\"}");
    }

    /** The first call keeps the only place; those behind it stop waiting before their turn. */
    @Test
    void whatNobodyWaitsForIsNotStarted(@TempDir Path folder) throws Exception {
        try (RunningApp app = slow(folder)) {
            ManagedChannel channel = channel(app);
            GRPCInferenceServiceFutureStub stub = GRPCInferenceServiceGrpc.newFutureStub(channel);
            stub.modelInfer(REQUEST).get();
            long before = runs(app);
            List<ListenableFuture<ModelInferResponse>> kept = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                kept.add(stub.modelInfer(REQUEST));
            }
            List<ListenableFuture<ModelInferResponse>> late = new ArrayList<>();
            List<ListenableFuture<ModelInferResponse>> cancelled = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                late.add(stub.withDeadlineAfter(30, TimeUnit.MILLISECONDS).modelInfer(REQUEST));
                cancelled.add(stub.modelInfer(REQUEST));
            }
            cancelled.forEach(call -> call.cancel(true));
            for (ListenableFuture<ModelInferResponse> call : late) {
                assertThat(code(call)).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            }
            for (ListenableFuture<ModelInferResponse> call : kept) {
                assertThat(code(call)).isEqualTo(Status.Code.OK);
            }
            stub.modelInfer(REQUEST).get();
            assertThat(runs(app) - before).isEqualTo(kept.size() + 1L);
            channel.shutdownNow();
        }
    }

    @Test
    void aTerminatedProcessAnswersWhatItTook(@TempDir Path folder) throws Exception {
        try (RunningApp app = slow(folder)) {
            ManagedChannel channel = channel(app);
            GRPCInferenceServiceFutureStub stub = GRPCInferenceServiceGrpc.newFutureStub(channel);
            List<ListenableFuture<ModelInferResponse>> taken = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                taken.add(stub.modelInfer(REQUEST));
            }
            taken.get(0).get();
            app.process().destroy();
            HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);
            HealthCheckRequest all = HealthCheckRequest.getDefaultInstance();
            while (health.check(all).getStatus() == ServingStatus.SERVING) {
                Thread.onSpinWait();
            }
            assertThat(code(stub.modelInfer(REQUEST))).isEqualTo(Status.Code.UNAVAILABLE);
            for (ListenableFuture<ModelInferResponse> call : taken) {
                assertThat(code(call)).isEqualTo(Status.Code.OK);
            }
            assertThat(app.exitCode()).as(app.log()).isZero();
            channel.shutdownNow();
        }
    }

    @Test
    void aPortThatIsTakenIsToldInOneLine(@TempDir Path folder) throws Exception {
        Path bundle = Bundles.compile("types", folder);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningApp app = RunningApp.launch(bundle, "dormouse.grpc-port=" + taken.getLocalPort())) {
            assertThat(app.exitCode()).as(app.log()).isEqualTo(1);
            assertThat(app.log())
                    .contains("gRPC cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .doesNotContain("\tat ");
        }
        try (RunningApp app = RunningApp.launch(bundle, "dormouse.grpc-port=70000")) {
            assertThat(app.exitCode()).as(app.log()).isEqualTo(1);
            assertThat(app.log())
                    .contains("dormouse.grpc-port must be 0 to 65535, not 70000")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void nothingOfGrpcIsLoadedWithoutAPort(@TempDir Path folder) throws Exception {
        Path bundle = Bundles.compile("types", folder);
        try (RunningApp without = RunningApp.start(bundle);
                RunningApp with = RunningApp.start(bundle, "dormouse.grpc-port=0")) {
            with.grpcPort();
            assertThat(loadedClasses(with)).contains("io.grpc.").contains("com.google.protobuf.");
            assertThat(loadedClasses(without))
                    .contains("dev.dormouse.functions.Lifecycle")
                    .doesNotContain("io.grpc.")
                    .doesNotContain("com.google.protobuf.")
                    .doesNotContain("com.google.common.");
        }
    }

    private static String loadedClasses(RunningApp app) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(app.process().pid()), "VM.class_hierarchy")
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
