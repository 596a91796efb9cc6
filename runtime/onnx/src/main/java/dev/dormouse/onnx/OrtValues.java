package dev.dormouse.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Our tensors to ONNX Runtime's values and back. */
final class OrtValues {
    private OrtValues() {}

    /** A view of the tensor's own buffer; strings are copied. The caller closes it. */
    static OnnxTensor toOrt(OrtEnvironment environment, Tensor tensor, StandIns.Mapping texts) throws OrtException {
        long[] dims = tensor.shape().dims();
        if (tensor instanceof TextTensor text) {
            String[] values = text.values().stream().map(texts::encode).toArray(String[]::new);
            return OnnxTensor.createTensor(environment, values, dims);
        }
        if (tensor instanceof NumericTensor numbers) {
            return OnnxTensor.createTensor(
                    environment, numbers.bytes(), dims, javaType(SignedInputs.fedAs(tensor.datatype())));
        }
        throw new IllegalArgumentException("ONNX Runtime takes no " + tensor.datatype());
    }

    private static OnnxJavaType javaType(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> OnnxJavaType.BOOL;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT8 -> OnnxJavaType.INT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case FP16 -> OnnxJavaType.FLOAT16;
            case FP32 -> OnnxJavaType.FLOAT;
            case FP64 -> OnnxJavaType.DOUBLE;
            default -> throw new IllegalArgumentException("ONNX Runtime takes no " + datatype);
        };
    }

    /** A copy as a tensor of the declared datatype. */
    static Tensor fromOrt(OnnxTensor value, Datatype datatype, StandIns.Mapping texts) throws OrtException {
        Shape shape = Shape.of(value.getInfo().getShape());
        if (datatype == Datatype.STRING) {
            String[] values = strings(value, shape);
            Arrays.setAll(values, i -> texts.decode(values[i]));
            return new TextTensor(shape, values);
        }
        return shape.elementCount() == 0
                ? NumericTensor.allocate(datatype, shape)
                : new NumericTensor(datatype, shape, value.getByteBuffer());
    }

    private static String[] strings(OnnxTensor value, Shape shape) throws OrtException {
        String[] result = new String[Math.toIntExact(shape.elementCount())];
        if (result.length > 0) {
            flatten(value.getValue(), result, 0);
        }
        return result;
    }

    /** Nested arrays of strings, row-major, as ONNX Runtime gives them; returns where the next element goes. */
    private static int flatten(Object nested, String[] result, int index) {
        int next = index;
        if (nested instanceof Object[] array) {
            for (Object element : array) {
                next = flatten(element, result, next);
            }
            return next;
        }
        result[next] = (String) nested;
        return next + 1;
    }

    /** One tensor of a sequence, as {@link #fromOrt}. */
    static Tensor element(OnnxSequence sequence, int index, Datatype datatype, StandIns.Mapping texts)
            throws OrtException {
        List<? extends OnnxValue> elements = sequence.getValue();
        try {
            return fromOrt((OnnxTensor) elements.get(index), datatype, texts);
        } finally {
            elements.forEach(OnnxValue::close);
        }
    }

    /** A ZipMap's maps as scores FP32[n, classes], the columns in the order of its labels. */
    static NumericTensor fromMaps(OnnxSequence maps, ZipMap zipMap) throws OrtException {
        List<? extends OnnxValue> rows = maps.getValue();
        NumericTensor tensor = NumericTensor.allocate(Datatype.FP32, Shape.of(rows.size(), zipMap.classCount()));
        int index = 0;
        for (OnnxValue row : rows) {
            try (OnnxMap map = (OnnxMap) row) {
                Map<?, ?> scores = map.getValue();
                for (Object label : zipMap.labels()) {
                    if (!(scores.get(label) instanceof Number score)) {
                        throw new IllegalStateException("a map of the model has no score for " + label);
                    }
                    tensor.setDouble(index++, score.doubleValue());
                }
            }
        }
        return tensor;
    }
}
