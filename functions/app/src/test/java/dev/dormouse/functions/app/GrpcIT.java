package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import dev.dormouse.functions.inference.GRPCInferenceServiceGrpc;
import dev.dormouse.functions.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.dormouse.functions.inference.InferTensorContents;
import dev.dormouse.functions.inference.ModelInferRequest;
import dev.dormouse.functions.inference.ModelInferRequest.InferInputTensor;
import dev.dormouse.functions.inference.ModelInferResponse;
import dev.dormouse.functions.inference.ModelReadyRequest;
import dev.dormouse.functions.inference.RepositoryModelLoadRequest;
import dev.dormouse.functions.inference.RepositoryModelUnloadRequest;
import dev.dormouse.testkit.RunningApp;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Open Inference Protocol over gRPC, by grpc-java's client; what a real client makes of it stands in {@link TritonClientIT}. */
@Tag("it")
class GrpcIT {

    private static RunningApp app;
    private static ManagedChannel channel;
    private static GRPCInferenceServiceBlockingStub stub;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        app = RunningApp.start(Bundles.compile("types", folder), "dormouse.grpc-port=0", "dormouse.max-body=1000000");
        channel = NettyChannelBuilder.forAddress("127.0.0.1", app.grpcPort())
                .usePlaintext()
                .build();
        stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        app.close();
    }

    private static InferInputTensor.Builder input(
            String name, String datatype, InferTensorContents.Builder contents, long... shape) {
        InferInputTensor.Builder input = InferInputTensor.newBuilder()
                .setName(name)
                .setDatatype(datatype)
                .setContents(contents);
        for (long dim : shape) {
            input.addShape(dim);
        }
        return input;
    }

    private static InferTensorContents.Builder contents() {
        return InferTensorContents.newBuilder();
    }

    private static ModelInferRequest.Builder row(float first, float second, int count, long big, String text) {
        return ModelInferRequest.newBuilder()
                .setModelName("types")
                .addInputs(input(
                        "features", "FP32", contents().addFp32Contents(first).addFp32Contents(second), 1, 2))
                .addInputs(input("count", "UINT8", contents().addUintContents(count), 1))
                .addInputs(input("big", "UINT64", contents().addUint64Contents(big), 1))
                .addInputs(input("flag", "BOOL", contents().addBoolContents(count % 2 == 0), 1))
                .addInputs(input("text", "BYTES", contents().addBytesContents(ByteString.copyFromUtf8(text)), 1));
    }

    private static ModelInferRequest.Builder row() {
        return row(3, 10, 255, -1, "Été");
    }

    private static void refused(ModelInferRequest.Builder request, Status.Code code, String told) {
        StatusRuntimeException thrown =
                catchThrowableOfType(StatusRuntimeException.class, () -> stub.modelInfer(request.build()));
        assertThat(thrown.getStatus().getCode()).as(thrown.toString()).isEqualTo(code);
        assertThat(thrown.getStatus().getDescription()).contains(told);
    }

    @Test
    void typedInputsAreAnsweredTyped() {
        ModelInferResponse answer = stub.modelInfer(row().setId("7").build());
        assertThat(answer.getId()).isEqualTo("7");
        assertThat(answer.getModelName()).isEqualTo("types");
        assertThat(answer.getModelVersion()).isEqualTo("1");
        assertThat(answer.getRawOutputContentsCount()).isZero();
        assertThat(answer.getOutputs(0).getName()).isEqualTo("scaled");
        assertThat(answer.getOutputs(0).getShapeList()).containsExactly(1L, 2L);
        assertThat(answer.getOutputs(0).getContents().getFp32ContentsList()).containsExactly(1f, 2f);
        assertThat(answer.getOutputs(1).getContents().getInt64ContentsList()).containsExactly(255L);
        assertThat(answer.getOutputs(2).getContents().getFp64ContentsList()).containsExactly(0x1p64);
        assertThat(answer.getOutputs(4).getContents().getBytesContents(0).toStringUtf8())
                .isEqualTo("été");
        assertThat(stub.modelInfer(row().build()).getId()).isEmpty();
    }

    @Test
    void outputsAreSelectedAndOrdered() {
        ModelInferRequest.Builder request = row();
        request.addOutputsBuilder().setName("text");
        request.addOutputsBuilder().setName("count");
        assertThat(stub.modelInfer(request.build()).getOutputsList())
                .extracting(ModelInferResponse.InferOutputTensor::getName)
                .containsExactly("text", "count");
        request.addOutputsBuilder().setName("text");
        refused(request, Status.Code.INVALID_ARGUMENT, "asked for twice");
        refused(
                row().addOutputs(request.getOutputsBuilder(0).setName("tex")),
                Status.Code.INVALID_ARGUMENT,
                "did you mean");
    }

    @Test
    void everyMistakeIsNamed() {
        refused(
                row().addRawInputContents(ByteString.copyFrom(new byte[8])),
                Status.Code.INVALID_ARGUMENT,
                "input 'features' has contents, but the request has raw_input_contents");
        ModelInferRequest.Builder tooLarge = row();
        tooLarge.getInputsBuilder(1).getContentsBuilder().setUintContents(0, 300);
        refused(
                tooLarge,
                Status.Code.INVALID_ARGUMENT,
                "input 'count' has the element 300 at 0, which UINT8 cannot hold");
        ModelInferRequest.Builder otherField = row();
        otherField.getInputsBuilder(0).setContents(contents().addFp64Contents(1));
        refused(
                otherField,
                Status.Code.INVALID_ARGUMENT,
                "input 'features' is FP32, whose elements stand in fp32_contents, not in fp64_contents");
        ModelInferRequest.Builder fewer = row();
        fewer.getInputsBuilder(0).setContents(contents().addFp32Contents(1));
        refused(fewer, Status.Code.INVALID_ARGUMENT, "which is 2 elements, but fp32_contents has 1");
        ModelInferRequest.Builder otherType = row();
        otherType.getInputsBuilder(0).setDatatype("FP64");
        refused(otherType, Status.Code.INVALID_ARGUMENT, "has the datatype FP32, not 'FP64'");
        ModelInferRequest.Builder negative = row();
        negative.getInputsBuilder(1).setShape(0, -1);
        refused(negative, Status.Code.INVALID_ARGUMENT, "input 'count': shape has a dim is negative");
        refused(row().removeInputs(0), Status.Code.INVALID_ARGUMENT, "input 'features' is missing");
        refused(row().setModelName("other"), Status.Code.NOT_FOUND, "RepositoryIndex tells what there is");
        refused(row().setModelVersion("2"), Status.Code.NOT_FOUND, "version '2' of 'types', only 1");
    }

    @Test
    void aMessageThatIsNoneIsTheCallersFault() {
        MethodDescriptor.Marshaller<byte[]> bytes = new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(byte[] value) {
                return new ByteArrayInputStream(value);
            }

            @Override
            public byte[] parse(InputStream stream) {
                return new byte[0];
            }
        };
        MethodDescriptor<byte[], byte[]> method = GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder(bytes, bytes)
                .build();
        byte[] noName = {0x0a, 0x02, (byte) 0xff, (byte) 0xff};
        byte[] emptyInputs = new byte[2 * 10_001];
        for (int i = 0; i < emptyInputs.length; i += 2) {
            emptyInputs[i] = 0x2a;
        }
        for (byte[] message : List.of(noName, emptyInputs)) {
            StatusRuntimeException thrown = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> ClientCalls.blockingUnaryCall(channel, method, stub.getCallOptions(), message));
            assertThat(thrown.getStatus().getCode()).as(thrown.toString()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(thrown.getStatus().getDescription())
                    .startsWith("the message is not what ModelInfer takes")
                    .contains(message.length > 4 ? "more than 10000 inputs and outputs" : "UTF-8");
        }
        assertThat(app.log()).doesNotContain("Exception while executing runnable");
    }

    @Test
    void aMessageBeyondTheLimitIsRefused() {
        String text = "A".repeat(2_000_000);
        for (String compression : new String[] {"identity", "gzip"}) {
            StatusRuntimeException thrown = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> stub.withCompression(compression)
                            .modelInfer(row(1, 2, 3, 4, text).build()));
            assertThat(thrown.getStatus().getCode())
                    .as(compression + ": " + thrown)
                    .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(thrown.getStatus().getDescription()).contains("1000000");
        }
        assertThat(stub.modelInfer(row().build()).getOutputsCount()).isEqualTo(5);
    }

    @Test
    void theRepositoryNeverChanges() {
        for (RepositoryModelLoadRequest load : List.of(
                RepositoryModelLoadRequest.newBuilder().setModelName("types").build(),
                RepositoryModelLoadRequest.newBuilder()
                        .setRepositoryName("types")
                        .build())) {
            assertThat(stub.repositoryModelLoad(load).getIsLoaded()).isTrue();
        }
        StatusRuntimeException unload = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> stub.repositoryModelUnload(RepositoryModelUnloadRequest.newBuilder()
                        .setModelName("types")
                        .build()));
        assertThat(unload.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(unload.getStatus().getDescription()).contains("stays loaded as long as this function runs");
        StatusRuntimeException other = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> stub.modelReady(
                        ModelReadyRequest.newBuilder().setName("other").build()));
        assertThat(other.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(other.getTrailers()).isNotNull();
        assertThat(other.getTrailers().get(Metadata.Key.of("dormouse-code", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void healthIsTold() {
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);
        for (String service : new String[] {"", "inference.GRPCInferenceService", "types"}) {
            assertThat(health.check(HealthCheckRequest.newBuilder()
                                    .setService(service)
                                    .build())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
        StatusRuntimeException unknown = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> health.check(
                        HealthCheckRequest.newBuilder().setService("other").build()));
        assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void reflectionTellsTheServiceAndItsFile() throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asked =
                ServerReflectionGrpc.newStub(channel).serverReflectionInfo(first(answer));
        asked.onNext(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("inference.GRPCInferenceService")
                .build());
        ServerReflectionResponse files = answer.get(10, TimeUnit.SECONDS);
        asked.onCompleted();
        FileDescriptorProto file =
                FileDescriptorProto.parseFrom(files.getFileDescriptorResponse().getFileDescriptorProto(0));
        assertThat(file.getService(0).getMethodList())
                .extracting(method -> method.getName())
                .contains("ModelInfer", "RepositoryIndex");
    }

    @Test
    void olderReflectionTellsTheServices() throws Exception {
        CompletableFuture<io.grpc.reflection.v1alpha.ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionRequest> asked =
                io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel).serverReflectionInfo(first(answer));
        asked.onNext(io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                .setListServices("")
                .build());
        assertThat(answer.get(10, TimeUnit.SECONDS).getListServicesResponse().getServiceList())
                .extracting(service -> service.getName())
                .contains("inference.GRPCInferenceService", "grpc.health.v1.Health");
        asked.onCompleted();
    }

    private static <T> StreamObserver<T> first(CompletableFuture<T> answer) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T value) {
                answer.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {}
        };
    }

    @Test
    void callsAreCounted() throws Exception {
        stub.modelInfer(row().build());
        assertThat(app.get("/metrics").body()).contains("dormouse_requests_seconds_count{door=\"grpc\",status=\"OK\"}");
    }
}
