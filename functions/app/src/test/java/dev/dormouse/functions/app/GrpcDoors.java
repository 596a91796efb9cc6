package dev.dormouse.functions.app;

import com.google.protobuf.ByteString;
import dev.dormouse.functions.inference.GRPCInferenceServiceGrpc;
import dev.dormouse.functions.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.dormouse.functions.inference.InferTensorContents;
import dev.dormouse.functions.inference.ModelInferRequest;
import dev.dormouse.functions.inference.ModelInferRequest.InferInputTensor;
import dev.dormouse.functions.inference.ModelInferResponse;
import dev.dormouse.functions.inference.ModelInferResponse.InferOutputTensor;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.RawTensors;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import dev.dormouse.testkit.RunningApp;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One set of inputs through gRPC, typed and raw. */
final class GrpcDoors implements AutoCloseable {
    private final ManagedChannel channel;
    private final GRPCInferenceServiceBlockingStub stub;
    private final Plan plan;

    GrpcDoors(RunningApp app, Plan plan) throws Exception {
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", app.grpcPort())
                .usePlaintext()
                .build();
        this.stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
        this.plan = plan;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    Map<String, Elements> typed(Map<String, Tensor> inputs) {
        return elements(stub.modelInfer(typedRequest(inputs)));
    }

    /** The raw contents of the outputs, one after the other. */
    byte[] raw(Map<String, Tensor> inputs) {
        ModelInferRequest.Builder request =
                ModelInferRequest.newBuilder().setModelName(plan.metadata().name());
        inputs.forEach((name, tensor) -> request.addInputs(input(name, tensor))
                .addRawInputContents(ByteString.copyFrom(RawTensors.write(tensor))));
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (ByteString output : stub.modelInfer(request.build()).getRawOutputContentsList()) {
            raw.writeBytes(output.toByteArray());
        }
        return raw.toByteArray();
    }

    private ModelInferRequest typedRequest(Map<String, Tensor> inputs) {
        ModelInferRequest.Builder request =
                ModelInferRequest.newBuilder().setModelName(plan.metadata().name());
        inputs.forEach((name, tensor) -> request.addInputs(input(name, tensor).setContents(contents(tensor))));
        return request.build();
    }

    private static InferInputTensor.Builder input(String name, Tensor tensor) {
        return InferInputTensor.newBuilder()
                .setName(name)
                .setDatatype(tensor.datatype().protocolName())
                .addAllShape(Elements.dims(tensor.shape()));
    }

    private static InferTensorContents contents(Tensor tensor) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (int i = 0; i < tensor.shape().elementCount(); i++) {
            if (tensor instanceof TextTensor texts) {
                contents.addBytesContents(ByteString.copyFromUtf8(texts.get(i)));
            } else if (tensor instanceof BytesTensor bytes) {
                contents.addBytesContents(ByteString.copyFrom(bytes.get(i)));
            } else if (tensor instanceof NumericTensor numbers) {
                add(contents, numbers, i);
            }
        }
        return contents.build();
    }

    private static void add(InferTensorContents.Builder contents, NumericTensor numbers, int index) {
        switch (numbers.datatype()) {
            case BOOL -> contents.addBoolContents(numbers.getLong(index) != 0);
            case UINT8, UINT16, UINT32 -> contents.addUintContents((int) numbers.getLong(index));
            case UINT64 -> contents.addUint64Contents(numbers.getLong(index));
            case INT8, INT16, INT32 -> contents.addIntContents((int) numbers.getLong(index));
            case INT64 -> contents.addInt64Contents(numbers.getLong(index));
            case FP32 -> contents.addFp32Contents(numbers.floats().get(index));
            default -> contents.addFp64Contents(numbers.doubles().get(index));
        }
    }

    private Map<String, Elements> elements(ModelInferResponse answer) {
        Map<String, Elements> outputs = new LinkedHashMap<>();
        for (InferOutputTensor output : answer.getOutputsList()) {
            Plan.Output declared = plan.outputs().stream()
                    .filter(candidate -> candidate.name().equals(output.getName()))
                    .findFirst()
                    .orElseThrow();
            Datatype datatype = plan.typeOf(declared).datatype();
            if (!datatype.protocolName().equals(output.getDatatype())) {
                throw new AssertionError(output.getName() + " is " + output.getDatatype());
            }
            outputs.put(
                    output.getName(),
                    new Elements(datatype, output.getShapeList(), values(output.getContents(), datatype)));
        }
        return outputs;
    }

    private static List<String> values(InferTensorContents contents, Datatype datatype) {
        Stream<String> values = switch (datatype) {
            case BOOL -> contents.getBoolContentsList().stream().map(String::valueOf);
            case UINT8, UINT16, UINT32 ->
                contents.getUintContentsList().stream().map(Integer::toUnsignedString);
            case UINT64 -> contents.getUint64ContentsList().stream().map(Long::toUnsignedString);
            case INT8, INT16, INT32 -> contents.getIntContentsList().stream().map(String::valueOf);
            case INT64 -> contents.getInt64ContentsList().stream().map(String::valueOf);
            case FP32 ->
                contents.getFp32ContentsList().stream().map(value -> Elements.single(Float.floatToRawIntBits(value)));
            case FP64 ->
                contents.getFp64ContentsList().stream().map(value -> Elements.bits(Double.doubleToRawLongBits(value)));
            case STRING -> contents.getBytesContentsList().stream().map(ByteString::toStringUtf8);
            default ->
                contents.getBytesContentsList().stream()
                        .map(bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray()));
        };
        return values.toList();
    }
}
