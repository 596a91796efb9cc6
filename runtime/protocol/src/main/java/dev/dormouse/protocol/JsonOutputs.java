package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Outputs to a JSON object, in the plan's order. Floating numbers are the shortest that read back the same, NaN and
 * the infinities are null, BYTES are base64 texts.
 */
public final class JsonOutputs {
    private final JsonGenerator json;

    private JsonOutputs(JsonGenerator json) {
        this.json = json;
    }

    /** Writes one object in UTF-8 and flushes; the stream stays open. */
    public static void write(OutputStream out, Plan plan, Map<String, Tensor> outputs, OutputShapes shapes)
            throws IOException {
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            write(json, plan, outputs, shapes);
        }
    }

    /** Writes one object where the generator stands. */
    public static void write(JsonGenerator json, Plan plan, Map<String, Tensor> outputs, OutputShapes shapes)
            throws IOException {
        Set<String> batchDims = plan.inputs().stream()
                .filter(port -> port.type().rank() > 0 && port.type().dim(0) instanceof Dim.Named)
                .map(port -> port.type().dim(0).toString())
                .collect(Collectors.toSet());
        JsonOutputs writer = new JsonOutputs(json);
        json.writeStartObject();
        for (Plan.Output output : plan.outputs()) {
            Tensor tensor = outputs.get(output.name());
            if (tensor == null) {
                throw new IllegalArgumentException("the output '" + output.name() + "' was not computed");
            }
            json.writeFieldName(output.name());
            writer.value(tensor, written(tensor.shape(), plan.typeOf(output), batchDims, shapes), 0, 0);
        }
        json.writeEndObject();
    }

    /** Writes one value where the generator stands, with or without its dims of size 1. */
    public static void writeValue(JsonGenerator json, Tensor tensor, boolean squeeze) throws IOException {
        new JsonOutputs(json).value(tensor, squeeze ? squeezed(tensor.shape()) : tensor.shape(), 0, 0);
    }

    /** Writes one element where the generator stands. */
    static void writeElement(JsonGenerator json, Tensor tensor, int index) throws IOException {
        new JsonOutputs(json).element(tensor, index);
    }

    /** Writes all elements into one list, whatever the shape. */
    static void writeFlat(JsonGenerator json, Tensor tensor) throws IOException {
        new JsonOutputs(json).value(tensor, Shape.of(tensor.shape().elementCount()), 0, 0);
    }

    private static Shape written(Shape shape, TensorType type, Set<String> batchDims, OutputShapes shapes) {
        return switch (shapes) {
            case EXACT -> shape;
            case SQUEEZED -> squeezed(shape);
            case BATCH_DROPPED -> {
                boolean oneRow = shape.rank() > 0
                        && shape.dim(0) == 1
                        && type.rank() > 0
                        && type.dim(0) instanceof Dim.Named
                        && batchDims.contains(type.dim(0).toString());
                yield oneRow ? shape.remove(0) : shape;
            }
        };
    }

    static Shape squeezed(Shape shape) {
        Shape result = shape;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            if (shape.dim(axis) == 1) {
                result = result.remove(axis);
            }
        }
        return result;
    }

    private int value(Tensor tensor, Shape shape, int axis, int from) throws IOException {
        if (axis == shape.rank()) {
            element(tensor, from);
            return from + 1;
        }
        int next = from;
        json.writeStartArray();
        for (long i = 0; i < shape.dim(axis); i++) {
            next = value(tensor, shape, axis + 1, next);
        }
        json.writeEndArray();
        return next;
    }

    private void element(Tensor tensor, int index) throws IOException {
        if (tensor instanceof NumericTensor numbers) {
            number(numbers, index);
        } else if (tensor instanceof TextTensor text) {
            json.writeString(text.get(index));
        } else if (tensor instanceof BytesTensor bytes) {
            json.writeBinary(bytes.get(index));
        }
    }

    private void number(NumericTensor tensor, int index) throws IOException {
        if (tensor.datatype() == Datatype.BOOL) {
            json.writeBoolean(tensor.getLong(index) != 0);
        } else if (tensor.datatype() == Datatype.UINT64) {
            json.writeNumber(Long.toUnsignedString(tensor.getLong(index)));
        } else if (tensor.datatype().isInteger()) {
            json.writeNumber(tensor.getLong(index));
        } else {
            floating(tensor.getDouble(index), tensor.datatype());
        }
    }

    /** Jackson's own {@code writeNumber} is Float.toString, which before JDK 19 is not always the shortest. */
    private void floating(double value, Datatype datatype) throws IOException {
        if (!Double.isFinite(value)) {
            json.writeNull();
        } else if (datatype == Datatype.FP64) {
            json.writeNumber(NumberOutput.toString(value, true));
        } else {
            json.writeNumber(NumberOutput.toString((float) value, true));
        }
    }
}
