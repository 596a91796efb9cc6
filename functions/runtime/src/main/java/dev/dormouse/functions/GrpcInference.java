package dev.dormouse.functions;

import dev.dormouse.functions.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import dev.dormouse.functions.inference.ModelInferRequest;
import dev.dormouse.functions.inference.ModelInferResponse;
import dev.dormouse.functions.inference.ModelMetadataRequest;
import dev.dormouse.functions.inference.ModelMetadataResponse;
import dev.dormouse.functions.inference.ModelMetadataResponse.TensorMetadata;
import dev.dormouse.functions.inference.ModelReadyRequest;
import dev.dormouse.functions.inference.ModelReadyResponse;
import dev.dormouse.functions.inference.RepositoryIndexRequest;
import dev.dormouse.functions.inference.RepositoryIndexResponse;
import dev.dormouse.functions.inference.RepositoryModelLoadRequest;
import dev.dormouse.functions.inference.RepositoryModelLoadResponse;
import dev.dormouse.functions.inference.RepositoryModelUnloadRequest;
import dev.dormouse.functions.inference.RepositoryModelUnloadResponse;
import dev.dormouse.functions.inference.ServerLiveRequest;
import dev.dormouse.functions.inference.ServerLiveResponse;
import dev.dormouse.functions.inference.ServerMetadataRequest;
import dev.dormouse.functions.inference.ServerMetadataResponse;
import dev.dormouse.functions.inference.ServerReadyRequest;
import dev.dormouse.functions.inference.ServerReadyResponse;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.InferenceAnswer;
import dev.dormouse.protocol.InferenceRequest;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The Open Inference Protocol V2 over gRPC; answers and refuses as {@link OpenInferenceDoor} does. */
final class GrpcInference extends GRPCInferenceServiceImplBase {
    private static final Logger LOG = Logger.getLogger("dev.dormouse");
    /** Tells apart what one status stands for: a full queue, which goes by, and a message that is too large. */
    private static final Metadata.Key<String> CODE = Metadata.Key.of("dormouse-code", Metadata.ASCII_STRING_MARSHALLER);

    private final ServedModels models;

    GrpcInference(ServedModels models) {
        this.models = models;
    }

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> caller) {
        answer(caller, () -> ServerLiveResponse.newBuilder().setLive(true).build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> caller) {
        answer(
                caller,
                () -> ServerReadyResponse.newBuilder()
                        .setReady(models.all().stream().allMatch(HostedPipeline::isReady))
                        .build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> caller) {
        answer(
                caller,
                () -> ModelReadyResponse.newBuilder()
                        .setReady(models.find(request.getName(), request.getVersion())
                                .isReady())
                        .build());
    }

    @Override
    public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> caller) {
        answer(
                caller,
                () -> ServerMetadataResponse.newBuilder()
                        .setName(ModelMetadata.PLATFORM)
                        .setVersion(ModelMetadata.version())
                        .addExtensions(ModelMetadata.REPOSITORY)
                        .build());
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> caller) {
        answer(
                caller,
                () -> metadata(
                        models.find(request.getName(), request.getVersion()).plan()));
    }

    private static ModelMetadataResponse metadata(Plan plan) {
        ModelMetadataResponse.Builder model = ModelMetadataResponse.newBuilder()
                .setName(plan.metadata().name())
                .addVersions(InferenceAnswer.version(plan))
                .setPlatform(ModelMetadata.PLATFORM);
        plan.inputs().forEach(port -> model.addInputs(tensor(port.name(), port.type())));
        plan.outputs().forEach(output -> model.addOutputs(tensor(output.name(), plan.typeOf(output))));
        return model.build();
    }

    private static TensorMetadata tensor(String name, TensorType type) {
        return TensorMetadata.newBuilder()
                .setName(name)
                .setDatatype(type.datatype().protocolName())
                .addAllShape(ModelMetadata.shape(type))
                .build();
    }

    /** A call that is cancelled, or whose deadline passes, before its turn is not run. */
    @Override
    public void modelInfer(ModelInferRequest message, StreamObserver<ModelInferResponse> caller) {
        // without a handler an answer to a call that was cancelled is an exception
        ((ServerCallStreamObserver<ModelInferResponse>) caller).setOnCancelHandler(() -> {});
        Context call = Context.current();
        try {
            HostedPipeline pipeline = models.find(message.getModelName(), message.getModelVersion());
            InferenceRequest request = InferenceMessages.read(message, pipeline.plan());
            pipeline.outputs(request.inputs(), call::isCancelled)
                    .thenApply(outputs -> InferenceMessages.write(request, pipeline.plan(), outputs))
                    .whenComplete((answer, failure) -> {
                        if (failure == null) {
                            caller.onNext(answer);
                            caller.onCompleted();
                        } else {
                            caller.onError(refusal(failure, call));
                        }
                    });
        } catch (RuntimeException e) {
            caller.onError(refusal(e, call));
        }
    }

    @Override
    public void repositoryIndex(RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> caller) {
        answer(caller, () -> {
            RepositoryIndexResponse.Builder index = RepositoryIndexResponse.newBuilder();
            for (HostedPipeline pipeline : models.all()) {
                boolean ready = pipeline.isReady();
                if (ready || !request.getReady()) {
                    index.addModelsBuilder()
                            .setName(pipeline.name())
                            .setVersion(InferenceAnswer.version(pipeline.plan()))
                            .setState(ModelMetadata.state(pipeline));
                }
            }
            return index.build();
        });
    }

    @Override
    public void repositoryModelLoad(
            RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> caller) {
        answer(caller, () -> {
            HostedPipeline pipeline = repositoryModel(request.getRepositoryName(), request.getModelName());
            ServedModels.requireReady(pipeline);
            return RepositoryModelLoadResponse.newBuilder()
                    .setModelName(pipeline.name())
                    .setIsLoaded(true)
                    .build();
        });
    }

    @Override
    public void repositoryModelUnload(
            RepositoryModelUnloadRequest request, StreamObserver<RepositoryModelUnloadResponse> caller) {
        answer(caller, () -> {
            throw ServedModels.staysLoaded(repositoryModel(request.getRepositoryName(), request.getModelName()));
        });
    }

    /** KServe's clients have the model's name in the field that is Triton's repository. */
    private HostedPipeline repositoryModel(String first, String second) {
        return models.find(second.isEmpty() ? first : second, "");
    }

    private static <A> void answer(StreamObserver<A> caller, Supplier<A> answer) {
        try {
            caller.onNext(answer.get());
            caller.onCompleted();
        } catch (RuntimeException e) {
            caller.onError(refusal(e, Context.current()));
        }
    }

    /** What the caller is told of a failure; its cause goes to the log if it is ours. */
    private static StatusRuntimeException refusal(Throwable thrown, Context call) {
        Failure failure = Failure.of(thrown, ErrorCode.INTERNAL.httpStatus(), GrpcCalls.trace(call));
        if (!failure.trace().isEmpty()) {
            LOG.errorf(thrown, "a gRPC call failed, trace %s", failure.trace());
        }
        Metadata trailers = new Metadata();
        trailers.put(CODE, failure.code().name());
        return Status.fromCodeValue(failure.code().grpcStatus())
                .withDescription(failure.message())
                .asRuntimeException(trailers);
    }
}
