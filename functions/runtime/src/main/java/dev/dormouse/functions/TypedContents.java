package dev.dormouse.functions;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.dormouse.functions.inference.InferTensorContents;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.protocol.RawTensors;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.ToIntFunction;

/** The elements of a tensor in gRPC's typed fields, one for each group of datatypes; FP16 has none. */
final class TypedContents {
    private TypedContents() {}

    private enum Field {
        BOOL("bool_contents", InferTensorContents::getBoolContentsCount),
        INT("int_contents", InferTensorContents::getIntContentsCount),
        INT64("int64_contents", InferTensorContents::getInt64ContentsCount),
        UINT("uint_contents", InferTensorContents::getUintContentsCount),
        UINT64("uint64_contents", InferTensorContents::getUint64ContentsCount),
        FP32("fp32_contents", InferTensorContents::getFp32ContentsCount),
        FP64("fp64_contents", InferTensorContents::getFp64ContentsCount),
        BYTES("bytes_contents", InferTensorContents::getBytesContentsCount);

        private final String label;
        private final ToIntFunction<InferTensorContents> count;

        Field(String label, ToIntFunction<InferTensorContents> count) {
            this.label = label;
            this.count = count;
        }

        static Field of(Port port) {
            return switch (port.type().datatype()) {
                case BOOL -> BOOL;
                case INT8, INT16, INT32 -> INT;
                case INT64 -> INT64;
                case UINT8, UINT16, UINT32 -> UINT;
                case UINT64 -> UINT64;
                case FP32 -> FP32;
                case FP64 -> FP64;
                case BYTES, STRING -> BYTES;
                case FP16 ->
                    throw invalid(port, "is FP16, which has no typed field; send all inputs in raw_input_contents");
            };
        }
    }

    /**
     * The tensor of an input.
     *
     * @throws PipelineException INVALID_INPUT if another field is filled, there are more or fewer elements than the shape
     *     has, or the datatype cannot hold one
     */
    static Tensor read(Port port, Shape shape, InferTensorContents contents) {
        Field wanted = Field.of(port);
        for (Field field : Field.values()) {
            if (field != wanted && field.count.applyAsInt(contents) > 0) {
                throw invalid(
                        port,
                        "is " + port.type().datatype().protocolName() + ", whose elements stand in " + wanted.label
                                + ", not in " + field.label);
            }
        }
        int count = wanted.count.applyAsInt(contents);
        if (count != shape.elementCount()) {
            throw invalid(
                    port,
                    "has the shape " + shape + ", which is " + shape.elementCount() + " elements, but " + wanted.label
                            + " has " + count);
        }
        if (wanted == Field.BYTES) {
            List<byte[]> elements = contents.getBytesContentsList().stream()
                    .map(ByteString::toByteArray)
                    .toList();
            return RawTensors.of(port, shape, elements);
        }
        return numbers(port, shape, contents);
    }

    private static NumericTensor numbers(Port port, Shape shape, InferTensorContents contents) {
        NumericTensor tensor = allocate(port, shape);
        switch (Field.of(port)) {
            case BOOL -> {
                ByteBuffer bytes = tensor.bytes();
                for (int i = 0; i < tensor.size(); i++) {
                    bytes.put((byte) (contents.getBoolContents(i) ? 1 : 0));
                }
            }
            case FP32 -> {
                FloatBuffer floats = tensor.floats();
                for (int i = 0; i < tensor.size(); i++) {
                    floats.put(contents.getFp32Contents(i));
                }
            }
            case FP64 -> {
                for (int i = 0; i < tensor.size(); i++) {
                    tensor.setDouble(i, contents.getFp64Contents(i));
                }
            }
            case INT -> {
                for (int i = 0; i < tensor.size(); i++) {
                    put(port, tensor, i, contents.getIntContents(i));
                }
            }
            case UINT -> {
                for (int i = 0; i < tensor.size(); i++) {
                    put(port, tensor, i, Integer.toUnsignedLong(contents.getUintContents(i)));
                }
            }
            case INT64 -> {
                for (int i = 0; i < tensor.size(); i++) {
                    tensor.setLong(i, contents.getInt64Contents(i));
                }
            }
            default -> {
                for (int i = 0; i < tensor.size(); i++) {
                    tensor.setLong(i, contents.getUint64Contents(i));
                }
            }
        }
        return tensor;
    }

    private static NumericTensor allocate(Port port, Shape shape) {
        try {
            return NumericTensor.allocate(port.type().datatype(), shape);
        } catch (IllegalArgumentException | OutOfMemoryError e) {
            throw new PipelineException(
                    ErrorCode.TOO_LARGE, "input '" + port.name() + "' needs more memory than there is", e);
        }
    }

    /** Writes an element, which is refused if reading gives another value. */
    private static void put(Port port, NumericTensor tensor, int index, long value) {
        tensor.setLong(index, value);
        if (tensor.getLong(index) != value) {
            throw invalid(
                    port,
                    "has the element " + value + " at " + index + ", which " + tensor.datatype() + " cannot hold");
        }
    }

    /** The elements of an output of any datatype but FP16. */
    static InferTensorContents write(Tensor tensor) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        if (tensor instanceof NumericTensor numbers) {
            write(numbers, contents);
        } else {
            BytesTensor bytes = tensor instanceof TextTensor text ? text.toBytes() : (BytesTensor) tensor;
            for (int i = 0; i < bytes.shape().elementCount(); i++) {
                contents.addBytesContents(UnsafeByteOperations.unsafeWrap(bytes.get(i)));
            }
        }
        return contents.build();
    }

    private static void write(NumericTensor tensor, InferTensorContents.Builder contents) {
        Datatype datatype = tensor.datatype();
        FloatBuffer floats = tensor.floats();
        for (int i = 0; i < tensor.size(); i++) {
            switch (datatype) {
                case BOOL -> contents.addBoolContents(tensor.getLong(i) != 0);
                case INT8, INT16, INT32 -> contents.addIntContents((int) tensor.getLong(i));
                case INT64 -> contents.addInt64Contents(tensor.getLong(i));
                case UINT8, UINT16, UINT32 -> contents.addUintContents((int) tensor.getLong(i));
                case UINT64 -> contents.addUint64Contents(tensor.getLong(i));
                // not through a double: that would make a signalling NaN a quiet one
                case FP32 -> contents.addFp32Contents(floats.get(i));
                case FP64 -> contents.addFp64Contents(tensor.getDouble(i));
                default -> throw new IllegalArgumentException(datatype + " has no typed field");
            }
        }
    }

    private static PipelineException invalid(Port port, String fault) {
        return PipelineException.invalidInput("input '" + port.name() + "' " + fault);
    }
}
