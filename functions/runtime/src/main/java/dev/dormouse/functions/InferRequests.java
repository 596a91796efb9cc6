package dev.dormouse.functions;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import dev.dormouse.functions.inference.GRPCInferenceServiceGrpc;
import dev.dormouse.functions.inference.ModelInferRequest;
import dev.dormouse.functions.inference.ModelInferResponse;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the requests of {@code ModelInfer}. Raw tensors stay in the message's bytes, where protobuf would copy them; and
 * a message of a great many inputs or outputs, which takes two bytes for each and sixty when read, is refused unread.
 */
final class InferRequests implements Marshaller<ModelInferRequest> {
    private static final int MOST_ELEMENTS = 10_000;

    private final Marshaller<ModelInferRequest> writer;

    private InferRequests(Marshaller<ModelInferRequest> writer) {
        this.writer = writer;
    }

    /** The service, with the requests of {@code ModelInfer} read here. */
    static ServerServiceDefinition service(GrpcInference inference) {
        ServerServiceDefinition service = inference.bindService();
        MethodDescriptor<ModelInferRequest, ModelInferResponse> infer = GRPCInferenceServiceGrpc.getModelInferMethod();
        MethodDescriptor<ModelInferRequest, ModelInferResponse> read = infer.toBuilder(
                        new InferRequests(infer.getRequestMarshaller()), infer.getResponseMarshaller())
                .build();
        ServerMethodDefinition<?, ?> method =
                ServerMethodDefinition.create(read, ServerCalls.asyncUnaryCall(inference::modelInfer));
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        for (ServerMethodDefinition<?, ?> bound : service.getMethods()) {
            methods.add(bound.getMethodDescriptor().equals(infer) ? method : bound);
        }
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(GRPCInferenceServiceGrpc.SERVICE_NAME)
                .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
        methods.forEach(bound -> descriptor.addMethod(bound.getMethodDescriptor()));
        ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(definition::addMethod);
        return definition.build();
    }

    /**
     * The message of these bytes, which belong to it from now on.
     *
     * @throws InvalidProtocolBufferException if they are none, or one of too many elements
     */
    static ModelInferRequest read(byte[] bytes) throws IOException {
        requireFew(CodedInputStream.newInstance(bytes));
        CodedInputStream message = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        message.enableAliasing(true);
        ModelInferRequest request = ModelInferRequest.parseFrom(message);
        message.checkLastTagWas(0);
        return request;
    }

    private static void requireFew(CodedInputStream message) throws IOException {
        int elements = 0;
        for (int tag = message.readTag(); tag != 0; tag = message.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            boolean counted =
                    field == ModelInferRequest.INPUTS_FIELD_NUMBER || field == ModelInferRequest.OUTPUTS_FIELD_NUMBER;
            if (counted && ++elements > MOST_ELEMENTS) {
                throw new InvalidProtocolBufferException("it has more than " + MOST_ELEMENTS + " inputs and outputs");
            }
            if (!message.skipField(tag)) {
                throw new InvalidProtocolBufferException("it ends a group that was not begun");
            }
        }
    }

    @Override
    public InputStream stream(ModelInferRequest value) {
        return writer.stream(value);
    }

    @Override
    public ModelInferRequest parse(InputStream stream) {
        try {
            return read(bytes(stream));
        } catch (InvalidProtocolBufferException e) {
            throw Status.INTERNAL.withCause(e).asRuntimeException();
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("the message cannot be read")
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    private static byte[] bytes(InputStream stream) throws IOException {
        if (!(stream instanceof KnownLength)) {
            return stream.readAllBytes();
        }
        byte[] bytes = new byte[stream.available()];
        stream.readNBytes(bytes, 0, bytes.length);
        return bytes;
    }
}
