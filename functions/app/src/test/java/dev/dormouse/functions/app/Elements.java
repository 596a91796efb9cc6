package dev.dormouse.functions.app;

import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.HalfFloat;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor as every door's answer can be compared: whole numbers in decimal, floating ones by their bits, texts as they
 * are, bytes in base64.
 */
record Elements(Datatype datatype, List<Long> shape, List<String> values) {
    private static final String NOT_FINITE = "null";

    static Elements of(Tensor tensor) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < tensor.shape().elementCount(); i++) {
            values.add(element(tensor, i));
        }
        return new Elements(tensor.datatype(), dims(tensor.shape()), values);
    }

    static List<Long> dims(Shape shape) {
        return Arrays.stream(shape.dims()).boxed().toList();
    }

    private static String element(Tensor tensor, int index) {
        if (tensor instanceof TextTensor texts) {
            return texts.get(index);
        }
        if (tensor instanceof BytesTensor bytes) {
            return Base64.getEncoder().encodeToString(bytes.get(index));
        }
        NumericTensor numbers = (NumericTensor) tensor;
        return switch (numbers.datatype()) {
            case BOOL -> Boolean.toString(numbers.getLong(index) != 0);
            case UINT64 -> Long.toUnsignedString(numbers.getLong(index));
            case FP16 -> half(numbers.shorts().get(index));
            case FP32 -> single(numbers.ints().get(index));
            case FP64 -> bits(numbers.longs().get(index));
            default -> Long.toString(numbers.getLong(index));
        };
    }

    static String half(short bits) {
        return "FP16 " + Integer.toHexString(Short.toUnsignedInt(bits));
    }

    static String single(int bits) {
        return "FP32 " + Integer.toHexString(bits);
    }

    static String bits(long bits) {
        return "FP64 " + Long.toHexString(bits);
    }

    /** An element out of JSON; {@code null} for what is no number. */
    static String parsed(Datatype datatype, @Nullable String text) {
        if (text == null) {
            return NOT_FINITE;
        }
        return switch (datatype) {
            case FP16 -> half(HalfFloat.fromDouble(Double.parseDouble(text)));
            case FP32 -> single(Float.floatToRawIntBits(Float.parseFloat(text)));
            case FP64 -> bits(Double.doubleToRawLongBits(Double.parseDouble(text)));
            default -> text;
        };
    }

    /** What JSON can tell of a tensor: NaN and infinities are null. */
    static Elements inJson(Tensor tensor) {
        Elements exact = of(tensor);
        if (!tensor.datatype().isFloating()) {
            return exact;
        }
        List<String> values = new ArrayList<>(exact.values());
        for (int i = 0; i < values.size(); i++) {
            if (!Double.isFinite(((NumericTensor) tensor).getDouble(i))) {
                values.set(i, NOT_FINITE);
            }
        }
        return new Elements(exact.datatype(), exact.shape(), values);
    }

    /** Without the dims of size 1. */
    Elements squeezed() {
        return new Elements(datatype, shape.stream().filter(dim -> dim != 1).toList(), values);
    }

    /** An input as JSON has it, in lists as its shape says. */
    static String json(Tensor tensor) {
        StringBuilder json = new StringBuilder();
        list(json, tensor, 0, 0);
        return json.toString();
    }

    private static int list(StringBuilder json, Tensor tensor, int axis, int from) {
        if (axis == tensor.shape().rank()) {
            json.append(jsonElement(tensor, from));
            return from + 1;
        }
        int next = from;
        json.append('[');
        for (long i = 0; i < tensor.shape().dim(axis); i++) {
            json.append(i == 0 ? "" : ",");
            next = list(json, tensor, axis + 1, next);
        }
        json.append(']');
        return next;
    }

    private static String jsonElement(Tensor tensor, int index) {
        if (tensor instanceof NumericTensor numbers && numbers.datatype().isFloating()) {
            double value = numbers.getDouble(index);
            boolean wide = numbers.datatype() == Datatype.FP64;
            return !Double.isFinite(value) ? NOT_FINITE : wide ? Double.toString(value) : Float.toString((float) value);
        }
        String element = element(tensor, index);
        return tensor instanceof NumericTensor ? element : quoted(element);
    }

    /** Every character but printable ASCII as an escape where the text's length is even, as it is where that is odd. */
    private static String quoted(String text) {
        boolean escaped = text.length() % 2 == 0;
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || escaped && c > '~') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
