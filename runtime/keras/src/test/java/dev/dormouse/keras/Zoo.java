package dev.dormouse.keras;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The models in the test resources, or in -Ddormouse.zoo=FOLDER, with what Keras answers, and ONNX Runtime to ask the translated ones. */
final class Zoo {
    private static final Path FOLDER = Path.of(System.getProperty("dormouse.zoo", "src/test/resources/zoo"));

    private Zoo() {}

    /** A tensor as doubles, or as texts. */
    record Numbers(String datatype, List<Long> shape, double[] values, List<String> texts) {}

    record Case(Map<String, Numbers> inputs, Map<String, Numbers> outputs) {}

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    static Path model(String name) {
        return FOLDER.resolve(name);
    }

    static Case expected(Path model) throws IOException {
        String name = model.getFileName().toString();
        Path json = FOLDER.resolve(name.substring(0, name.lastIndexOf('.')) + ".json");
        Map<?, ?> root = (Map<?, ?>) PlanJson.decode(Files.readAllBytes(json));
        return new Case(tensors(root.get("inputs")), tensors(root.get("outputs")));
    }

    private static Map<String, Numbers> tensors(Object json) {
        Map<String, Numbers> tensors = new LinkedHashMap<>();
        ((Map<?, ?>) json).forEach((name, value) -> {
            Map<?, ?> tensor = (Map<?, ?>) value;
            List<Long> shape = ((List<?>) tensor.get("shape"))
                    .stream().map(Long.class::cast).toList();
            List<?> data = (List<?>) tensor.get("data");
            List<String> texts = data.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
            double[] values = data.stream()
                    .filter(element -> !(element instanceof String))
                    .mapToDouble(v -> v instanceof Boolean b ? (b ? 1 : 0) : ((Number) v).doubleValue())
                    .toArray();
            tensors.put((String) name, new Numbers((String) tensor.get("datatype"), shape, values, texts));
        });
        return tensors;
    }

    static Map<String, Numbers> run(byte[] onnx, Map<String, Numbers> inputs) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
        try (OrtSession session = environment.createSession(onnx)) {
            for (Map.Entry<String, Numbers> input : inputs.entrySet()) {
                feeds.put(input.getKey(), tensor(environment, input.getValue()));
            }
            Map<String, Numbers> outputs = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(feeds)) {
                for (Map.Entry<String, ai.onnxruntime.OnnxValue> entry : result) {
                    outputs.put(entry.getKey(), numbers((OnnxTensor) entry.getValue()));
                }
            }
            return outputs;
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Numbers numbers) throws OrtException {
        long[] shape = numbers.shape().stream().mapToLong(Long::longValue).toArray();
        if (numbers.datatype().equals("string")) {
            return OnnxTensor.createTensor(environment, numbers.texts().toArray(String[]::new), shape);
        }
        OnnxJavaType type = switch (numbers.datatype()) {
            case "float32" -> OnnxJavaType.FLOAT;
            case "float64" -> OnnxJavaType.DOUBLE;
            case "int32" -> OnnxJavaType.INT32;
            case "int64" -> OnnxJavaType.INT64;
            case "uint8" -> OnnxJavaType.UINT8;
            default -> throw new IllegalArgumentException(numbers.datatype());
        };
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(numbers.values().length * type.size).order(ByteOrder.nativeOrder());
        for (double value : numbers.values()) {
            switch (type) {
                case FLOAT -> bytes.putFloat((float) value);
                case DOUBLE -> bytes.putDouble(value);
                case INT32 -> bytes.putInt((int) value);
                case INT64 -> bytes.putLong((long) value);
                default -> bytes.put((byte) value);
            }
        }
        return OnnxTensor.createTensor(environment, bytes.flip(), shape, type);
    }

    private static Numbers numbers(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
        double[] values = new double[(int) info.getNumElements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (info.type) {
                case FLOAT -> bytes.getFloat();
                case DOUBLE -> bytes.getDouble();
                case INT32 -> bytes.getInt();
                case INT64 -> bytes.getLong();
                default -> bytes.get();
            };
        }
        return new Numbers(
                info.type.toString(),
                java.util.Arrays.stream(info.getShape()).boxed().toList(),
                values,
                List.of());
    }
}
