package dev.dormouse.protocol;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The Open Inference Protocol's binary form of a tensor: row-major, little-endian, no padding; a BOOL is one byte, 0 or
 * 1; an element of BYTES is its length as a 32-bit unsigned integer, then its bytes.
 */
public final class RawTensors {
    private static final byte[] EMPTY = {};

    private RawTensors() {}

    /**
     * The tensor of an input from all bytes that remain in the buffer.
     *
     * @throws PipelineException INVALID_INPUT if they are not the shape's elements, MALFORMED if a text is not UTF-8
     */
    public static Tensor read(Port port, Shape shape, ByteBuffer data) {
        Datatype datatype = port.type().datatype();
        if (datatype.isVariableLength()) {
            return of(port, shape, elements(port, data));
        }
        int size = datatype.byteSize();
        if (data.remaining() % size != 0 || data.remaining() / size != shape.elementCount()) {
            throw invalid(
                    port,
                    "has the shape " + shape + " of " + datatype + ", " + size + " bytes each, but its data have "
                            + data.remaining() + " bytes");
        }
        ByteBuffer copy =
                NumericTensor.buffer(data.remaining()).put(data.duplicate()).flip();
        if (datatype == Datatype.BOOL) {
            requireBooleans(port, copy);
        }
        return new NumericTensor(datatype, shape, copy);
    }

    /**
     * The tensor of an input of datatype BYTES.
     *
     * @throws PipelineException INVALID_INPUT if there are more or fewer than the shape has, MALFORMED if a text is not
     *     UTF-8
     */
    public static Tensor of(Port port, Shape shape, List<byte[]> elements) {
        if (elements.size() != shape.elementCount()) {
            throw invalid(port, "has the shape " + shape + ", but its data hold " + elements.size() + " elements");
        }
        return port.type().datatype() == Datatype.STRING
                ? texts(port, shape, elements)
                : new BytesTensor(shape, elements.toArray(new byte[0][]));
    }

    /** The bytes of a tensor, from position 0. */
    public static ByteBuffer write(Tensor tensor) {
        if (tensor instanceof NumericTensor numbers) {
            return numbers.bytes();
        }
        BytesTensor bytes = tensor instanceof TextTensor text ? text.toBytes() : (BytesTensor) tensor;
        int count = Math.toIntExact(bytes.shape().elementCount());
        long size = 0;
        for (int i = 0; i < count; i++) {
            size += Integer.BYTES + bytes.get(i).length;
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            out.putInt(bytes.get(i).length).put(bytes.get(i));
        }
        return out.flip();
    }

    private static List<byte[]> elements(Port port, ByteBuffer data) {
        ByteBuffer rest = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> elements = new ArrayList<>();
        while (rest.hasRemaining()) {
            long length = rest.remaining() < Integer.BYTES ? -1 : Integer.toUnsignedLong(rest.getInt());
            if (length < 0 || length > rest.remaining()) {
                throw invalid(port, "has data that end in the middle of element " + elements.size());
            }
            byte[] element = length == 0 ? EMPTY : new byte[(int) length];
            rest.get(element);
            elements.add(element);
        }
        return elements;
    }

    private static Tensor texts(Port port, Shape shape, List<byte[]> elements) {
        String[] texts = new String[elements.size()];
        for (int i = 0; i < texts.length; i++) {
            try {
                texts[i] = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(elements.get(i)))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new PipelineException(
                        ErrorCode.MALFORMED, "input '" + port.name() + "': element " + i + " is not UTF-8", e);
            }
        }
        return new TextTensor(shape, texts);
    }

    private static void requireBooleans(Port port, ByteBuffer data) {
        for (int i = 0; i < data.limit(); i++) {
            if ((data.get(i) & ~1) != 0) {
                throw invalid(port, "has BOOL data, but byte " + i + " is " + (data.get(i) & 0xff) + ", not 0 or 1");
            }
        }
    }

    private static PipelineException invalid(Port port, String fault) {
        return PipelineException.invalidInput("input '" + port.name() + "' " + fault);
    }
}
