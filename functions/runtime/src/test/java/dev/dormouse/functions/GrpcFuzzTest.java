package dev.dormouse.functions;

import com.google.protobuf.ByteString;
import dev.dormouse.functions.inference.InferTensorContents;
import dev.dormouse.functions.inference.ModelInferRequest;
import dev.dormouse.functions.inference.ModelInferRequest.InferInputTensor;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.tensor.Datatype;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The messages of {@code ModelInfer}: bytes that were one once, and messages of parts that do not fit each other. */
class GrpcFuzzTest {
    private static final Plan PLAN = FuzzPlan.of(
            "f: FP32[n, 2]",
            "text: STRING[n]",
            "u8: UINT8[n]",
            "u64: UINT64[n]",
            "flag: BOOL[n]",
            "h: FP16[n]",
            "raw: BYTES");
    private static final String PLACES = "input|output|raw_input_contents|message";

    private static ModelInferRequest typed() {
        return ModelInferRequest.newBuilder()
                .setModelName("test")
                .setId("1")
                .addInputs(input("f", "FP32", 1, 2)
                        .setContents(InferTensorContents.newBuilder()
                                .addFp32Contents(1)
                                .addFp32Contents(2)))
                .addInputs(input("text", "BYTES", 1)
                        .setContents(InferTensorContents.newBuilder().addBytesContents(ByteString.copyFromUtf8("é"))))
                .addInputs(input("u8", "UINT8", 1)
                        .setContents(InferTensorContents.newBuilder().addUintContents(255)))
                .addInputs(input("flag", "BOOL", 1)
                        .setContents(InferTensorContents.newBuilder().addBoolContents(true)))
                .build();
    }

    private static ModelInferRequest raw() {
        return ModelInferRequest.newBuilder()
                .addInputs(input("f", "FP32", 1, 2))
                .addInputs(input("h", "FP16", 2))
                .addInputs(input("raw", "BYTES"))
                .addRawInputContents(ByteString.copyFrom(new byte[8]))
                .addRawInputContents(ByteString.copyFrom(new byte[4]))
                .addRawInputContents(ByteString.copyFrom(new byte[] {1, 0, 0, 0, -1}))
                .build();
    }

    private static InferInputTensor.Builder input(String name, String datatype, long... shape) {
        InferInputTensor.Builder input =
                InferInputTensor.newBuilder().setName(name).setDatatype(datatype);
        for (long dim : shape) {
            input.addShape(dim);
        }
        return input;
    }

    /** As {@link GrpcCalls} has it: bytes that are no message are the caller's fault. */
    private static ModelInferRequest parsed(byte[] bytes) {
        try {
            return InferRequests.read(bytes);
        } catch (IOException e) {
            throw new PipelineException(ErrorCode.MALFORMED, "the message is not what ModelInfer takes", e);
        }
    }

    @Test
    void bytes() {
        Mutations messages = new Mutations(
                List.of(typed().toByteArray(), raw().toByteArray()),
                List.of(
                        new byte[] {0x2a},
                        new byte[] {0x3a, 0},
                        new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
                        new byte[] {0x18, -1, -1, -1, -1, 7},
                        new byte[] {0x0b},
                        new byte[] {0x2a, 4, 0x0a, 1, 'f', 0},
                        new byte[] {'f'},
                        new byte[] {-1, -1, -1, -1, 7}));
        new Fuzz("gRPC's bytes", PLACES, 1 << 16, 256)
                .run(messages::next, bytes -> InferenceMessages.read(parsed(bytes), PLAN));
    }

    @Test
    void messages() {
        new Fuzz("gRPC's messages", PLACES, 1 << 16, 256)
                .run(
                        GrpcFuzzTest::message,
                        ModelInferRequest::getSerializedSize,
                        ModelInferRequest::toString,
                        message -> InferenceMessages.read(message, PLAN));
    }

    private static final long[] DIMS = {0, 1, 1, 1, 2, 2, 3, -1, 1L << 31, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE};

    private static ModelInferRequest message(Random random) {
        ModelInferRequest.Builder message = ModelInferRequest.newBuilder();
        boolean raw = random.nextInt(3) == 0;
        for (int count = random.nextInt(4); count >= 0; count--) {
            var port = PLAN.inputs().get(random.nextInt(PLAN.inputs().size()));
            Datatype datatype = random.nextInt(8) == 0
                    ? Datatype.values()[random.nextInt(Datatype.values().length)]
                    : port.type().datatype();
            InferInputTensor.Builder input = input(
                    random.nextInt(20) == 0 ? "g" : port.name(),
                    random.nextInt(20) == 0 ? "" : datatype.protocolName());
            int elements = 1;
            for (int rank = random.nextInt(8) == 0
                            ? random.nextInt(40)
                            : port.type().rank();
                    rank > 0;
                    rank--) {
                long dim = random.nextInt(4) == 0 ? DIMS[random.nextInt(DIMS.length)] : 1 + random.nextInt(2);
                input.addShape(dim);
                elements = (int) Math.max(0, Math.min(20, elements * Math.max(0, Math.min(20, dim))));
            }
            elements += random.nextInt(8) == 0 ? random.nextInt(3) - 1 : 0;
            if (raw) {
                message.addRawInputContents(bytes(random, Math.max(0, elements) * Math.max(5, datatype.byteSize())));
            }
            if (!raw || random.nextInt(10) == 0) {
                input.setContents(contents(random, datatype, elements));
            }
            message.addInputs(input);
        }
        if (random.nextInt(4) == 0) {
            message.addOutputsBuilder().setName(random.nextInt(4) == 0 ? "z" : "y");
        }
        return message.build();
    }

    private static ByteString bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        if (random.nextInt(3) == 0) {
            random.nextBytes(bytes);
        }
        return ByteString.copyFrom(bytes);
    }

    private static InferTensorContents contents(Random random, Datatype datatype, int elements) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (int i = 0; i < elements; i++) {
            switch (random.nextInt(10) == 0 ? Datatype.values()[random.nextInt(14)] : datatype) {
                case BOOL -> contents.addBoolContents(random.nextBoolean());
                case UINT8, UINT16, UINT32 -> contents.addUintContents(random.nextInt() >>> random.nextInt(32));
                case UINT64 -> contents.addUint64Contents(random.nextLong());
                case INT8, INT16, INT32 -> contents.addIntContents(random.nextInt() >> random.nextInt(32));
                case INT64 -> contents.addInt64Contents(random.nextLong());
                case FP16, FP32 -> contents.addFp32Contents(Float.intBitsToFloat(random.nextInt()));
                case FP64 -> contents.addFp64Contents(random.nextGaussian());
                default -> contents.addBytesContents(bytes(random, random.nextInt(4)));
            }
        }
        return contents.build();
    }
}
