package dev.dormouse.tensorflow;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TString;

/** Our tensors to TensorFlow's and back. TensorFlow keeps its own memory, so values are copied. */
final class TensorflowValues {
    private TensorflowValues() {}

    /** The caller closes it. */
    static org.tensorflow.Tensor toTensorflow(Tensor tensor, String port) {
        var shape = org.tensorflow.ndarray.Shape.of(tensor.shape().dims());
        if (tensor instanceof NumericTensor numbers) {
            return org.tensorflow.Tensor.of(
                    ElementTypes.type(tensor.datatype()), shape, DataBuffers.of(numbers.bytes()));
        }
        byte[][] values = tensor instanceof TextTensor text ? encoded(text, port) : bytes((BytesTensor) tensor);
        return TString.tensorOfBytes(shape, DataBuffers.of(values, true, false));
    }

    private static byte[][] bytes(BytesTensor tensor) {
        byte[][] values = new byte[Math.toIntExact(tensor.shape().elementCount())][];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return values;
    }

    private static byte[][] encoded(TextTensor text, String port) {
        byte[][] values = new byte[text.values().size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = encoded(text.get(i), port);
        }
        return values;
    }

    private static byte[] encoded(String text, String port) {
        try {
            ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw PipelineException.invalidInput(
                    "'" + port + "' must be Unicode text, but one has half of a surrogate pair");
        }
    }

    /** A copy as a tensor of the declared datatype. */
    static Tensor fromTensorflow(org.tensorflow.Tensor tensor, Datatype datatype, String port) {
        Shape shape = Shape.of(tensor.shape().asArray());
        if (datatype == Datatype.STRING) {
            return new TextTensor(shape, texts(((TString) tensor).asBytes(), shape, port));
        }
        NumericTensor numbers = NumericTensor.allocate(datatype, shape);
        long bytes = shape.elementCount() * datatype.byteSize();
        if (bytes > 0) {
            if (tensor.numBytes() != bytes) {
                throw new IllegalStateException("'" + port + "' is declared " + datatype + ", but is "
                        + tensor.dataType() + " " + tensor.shape());
            }
            tensor.asRawTensor().data().copyTo(DataBuffers.of(numbers.bytes()), bytes);
        }
        return numbers;
    }

    private static String[] texts(NdArray<byte[]> values, Shape shape, String port) {
        String[] texts = new String[Math.toIntExact(shape.elementCount())];
        int i = 0;
        for (NdArray<byte[]> value : values.scalars()) {
            try {
                texts[i++] = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(value.getObject()))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new IllegalStateException("its output '" + port
                        + "' holds bytes that are no UTF-8 text; tf.io.encode_base64 makes text of them");
            }
        }
        return texts;
    }
}
