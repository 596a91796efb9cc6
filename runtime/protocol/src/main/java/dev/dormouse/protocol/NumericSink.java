package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.HalfFloat;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers and booleans into a growing little-endian direct buffer. */
final class NumericSink implements ElementSink {
    private static final double LARGEST_EXACT_INTEGER = 0x1p53;

    private final Datatype datatype;
    private ByteBuffer buffer;

    NumericSink(Datatype datatype, int expected) {
        this.datatype = datatype;
        this.buffer = NumericTensor.buffer(Math.max(1, expected) * datatype.byteSize());
    }

    @Override
    public void add(JsonParser parser) throws IOException, BadElement {
        if (buffer.remaining() < datatype.byteSize()) {
            grow();
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN()) {
            throw new BadElement("is " + parser.getText() + ", which is not JSON", true);
        }
        if (datatype == Datatype.BOOL) {
            addBoolean(parser, token);
        } else if (datatype.isFloating()) {
            addFloating(parser, token);
        } else if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            addBigInteger(parser);
        } else {
            addInteger(integer(parser, token), parser);
        }
    }

    @Override
    public Tensor build(Shape shape) {
        ByteBuffer written = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
        return new NumericTensor(datatype, shape, written);
    }

    private void grow() {
        long wanted = 2L * buffer.capacity();
        if (wanted > Integer.MAX_VALUE - 8) {
            throw new PipelineException(ErrorCode.TOO_LARGE, "an input has more than 1 GiB of " + datatype + " values");
        }
        try {
            buffer = NumericTensor.buffer((int) wanted).put(buffer.flip());
        } catch (OutOfMemoryError e) {
            throw new PipelineException(ErrorCode.TOO_LARGE, "an input needs more memory than there is", e);
        }
    }

    private void addBoolean(JsonParser parser, JsonToken token) throws IOException, BadElement {
        if (!token.isBoolean()) {
            throw new BadElement("is " + Tokens.describe(parser) + " where true or false is expected");
        }
        buffer.put((byte) (token == JsonToken.VALUE_TRUE ? 1 : 0));
    }

    private void addFloating(JsonParser parser, JsonToken token) throws IOException, BadElement {
        if (token == JsonToken.VALUE_NULL) {
            putFloating(Double.NaN);
            return;
        }
        if (!token.isNumeric()) {
            throw notANumber(parser);
        }
        // FP32 never through a double, FP16 never through a float: that would round twice
        double value = datatype == Datatype.FP32 ? toFloat(parser, token) : parser.getDoubleValue();
        boolean fits = datatype == Datatype.FP16
                ? Float.isFinite(HalfFloat.toFloat(HalfFloat.fromDouble(value)))
                : Double.isFinite(value);
        if (!fits) {
            throw outOfRange(parser);
        }
        putFloating(value);
    }

    private static float toFloat(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return parser.getFloatValue();
        }
        return switch (parser.getNumberType()) {
            case INT, LONG -> (float) parser.getLongValue();
            default -> parser.getBigIntegerValue().floatValue();
        };
    }

    private void putFloating(double value) {
        switch (datatype) {
            case FP64 -> buffer.putDouble(value);
            case FP32 -> buffer.putFloat((float) value);
            default -> buffer.putShort(HalfFloat.fromDouble(value));
        }
    }

    private long integer(JsonParser parser, JsonToken token) throws IOException, BadElement {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            double value = parser.getDoubleValue();
            if (value != Math.rint(value)) {
                throw new BadElement("is " + Tokens.describe(parser) + " where an integer is expected");
            }
            if (Math.abs(value) > LARGEST_EXACT_INTEGER) {
                throw outOfRange(parser);
            }
            return (long) value;
        }
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw notANumber(parser);
        }
        return parser.getLongValue();
    }

    private void addBigInteger(JsonParser parser) throws IOException, BadElement {
        BigInteger big = parser.getBigIntegerValue();
        if (datatype != Datatype.UINT64 || big.signum() < 0 || big.bitLength() > Long.SIZE) {
            throw outOfRange(parser);
        }
        buffer.putLong(big.longValue());
    }

    private void addInteger(long value, JsonParser parser) throws IOException, BadElement {
        switch (datatype) {
            case UINT8 -> buffer.put((byte) between(value, 0, 0xFF, parser));
            case INT8 -> buffer.put((byte) between(value, Byte.MIN_VALUE, Byte.MAX_VALUE, parser));
            case UINT16 -> buffer.putShort((short) between(value, 0, 0xFFFF, parser));
            case INT16 -> buffer.putShort((short) between(value, Short.MIN_VALUE, Short.MAX_VALUE, parser));
            case UINT32 -> buffer.putInt((int) between(value, 0, 0xFFFF_FFFFL, parser));
            case INT32 -> buffer.putInt((int) between(value, Integer.MIN_VALUE, Integer.MAX_VALUE, parser));
            case UINT64 -> buffer.putLong(between(value, 0, Long.MAX_VALUE, parser));
            default -> buffer.putLong(value);
        }
    }

    private long between(long value, long min, long max, JsonParser parser) throws IOException, BadElement {
        if (value < min || value > max) {
            throw outOfRange(parser);
        }
        return value;
    }

    private BadElement outOfRange(JsonParser parser) throws IOException {
        return new BadElement("is " + Tokens.describe(parser) + ", which " + datatype + " cannot hold");
    }

    private static BadElement notANumber(JsonParser parser) throws IOException {
        return new BadElement("is " + Tokens.describe(parser) + " where a number is expected");
    }
}
