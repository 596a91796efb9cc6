package dev.dormouse.onnx;

import dev.dormouse.onnx.OnnxModel.Attribute;
import dev.dormouse.onnx.OnnxModel.Axis;
import dev.dormouse.onnx.OnnxModel.Graph;
import dev.dormouse.onnx.OnnxModel.MapsValue;
import dev.dormouse.onnx.OnnxModel.Node;
import dev.dormouse.onnx.OnnxModel.OtherValue;
import dev.dormouse.onnx.OnnxModel.StoredTensor;
import dev.dormouse.onnx.OnnxModel.TensorValue;
import dev.dormouse.onnx.OnnxModel.Value;
import dev.dormouse.onnx.OnnxModel.ValueType;
import dev.dormouse.protobuf.ProtoReader;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a ModelProto; the field numbers are those of onnx/onnx.proto. */
final class OnnxReader {
    private static final int EXTERNAL = 1;

    private final ProtoReader proto;

    private OnnxReader(ProtoReader proto) {
        this.proto = proto;
    }

    /**
     * Reads everything but the weights.
     *
     * @throws ArtifactException if the file is not an ONNX model
     */
    static OnnxModel read(Path file) {
        String name = String.valueOf(file.getFileName());
        if (!Files.isRegularFile(file)) {
            throw new ArtifactException(
                    Reason.UNREADABLE, name + " is not a file", "name the .onnx file itself in source");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ProtoReader proto = ProtoReader.of(
                    channel,
                    () -> new ArtifactException(
                            Reason.UNREADABLE,
                            name + " is not an ONNX model, or it is cut short",
                            "copy the file again, or export the model once more"));
            return new OnnxReader(proto).model(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OnnxModel model(String fileName) {
        long irVersion = 0;
        Map<String, Long> opsets = new HashMap<>();
        List<String> functionDomains = new ArrayList<>();
        Optional<Graph> graph = Optional.empty();
        while (proto.next()) {
            switch (proto.field()) {
                case 1 -> irVersion = proto.integer();
                case 7 -> graph = Optional.of(graph());
                case 8 -> opset(opsets);
                case 25 ->
                    proto.message(() -> {
                        if (proto.field() == 10) {
                            functionDomains.add(proto.string());
                        }
                    });
                default -> {}
            }
        }
        if (irVersion <= 0 || graph.isEmpty()) {
            throw proto.unreadable();
        }
        return new OnnxModel(fileName, irVersion, opsets, functionDomains, graph.get());
    }

    private void opset(Map<String, Long> opsets) {
        String[] domain = {""};
        long[] version = {0};
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> domain[0] = proto.string();
                case 2 -> version[0] = proto.integer();
                default -> {}
            }
        });
        opsets.put(domain[0], version[0]);
    }

    private Graph graph() {
        List<Node> nodes = new ArrayList<>();
        Map<String, StoredTensor> tensors = new HashMap<>();
        List<Value> inputs = new ArrayList<>();
        List<Value> outputs = new ArrayList<>();
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> nodes.add(node());
                case 5 -> {
                    StoredTensor tensor = tensor();
                    tensors.put(tensor.name(), tensor);
                }
                case 11 -> inputs.add(value());
                case 12 -> outputs.add(value());
                case 15 ->
                    proto.message(() -> {
                        if (proto.field() == 1) {
                            StoredTensor tensor = tensor();
                            tensors.put(tensor.name(), tensor);
                        }
                    });
                default -> {}
            }
        });
        return new Graph(nodes, tensors, inputs, outputs);
    }

    private Node node() {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String[] operator = {""};
        String[] domain = {""};
        Map<String, Attribute> attributes = new HashMap<>();
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> inputs.add(proto.string());
                case 2 -> outputs.add(proto.string());
                case 4 -> operator[0] = proto.string();
                case 5 -> attribute(attributes);
                case 7 -> domain[0] = proto.string();
                default -> {}
            }
        });
        return new Node(operator[0], domain[0], inputs, outputs, attributes);
    }

    private void attribute(Map<String, Attribute> attributes) {
        String[] name = {""};
        List<Long> integers = new ArrayList<>();
        List<String> strings = new ArrayList<>();
        List<StoredTensor> tensors = new ArrayList<>();
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> name[0] = proto.string();
                case 3 -> integers.add(proto.integer());
                case 4, 9 -> strings.add(proto.string());
                case 5 -> tensors.add(tensor());
                case 8 -> integers.addAll(proto.integers());
                default -> {}
            }
        });
        attributes.put(
                name[0], new Attribute(integers, strings, tensors.stream().findFirst()));
    }

    private StoredTensor tensor() {
        List<Long> dims = new ArrayList<>();
        String[] name = {""};
        long[] numbers = {0, 0};
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> dims.addAll(proto.integers());
                case 2 -> numbers[0] = proto.integer();
                case 8 -> name[0] = proto.string();
                case 14 -> numbers[1] = proto.integer();
                default -> {}
            }
        });
        return new StoredTensor(name[0], (int) numbers[0], dims, numbers[1] == EXTERNAL);
    }

    private Value value() {
        String[] name = {""};
        ValueType[] type = {new OtherValue("without a type")};
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> name[0] = proto.string();
                case 2 -> type[0] = type();
                default -> {}
            }
        });
        return new Value(name[0], type[0]);
    }

    private ValueType type() {
        ValueType[] type = {new OtherValue("without a type")};
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> type[0] = tensorType();
                case 4 -> type[0] = sequenceType();
                case 5 -> type[0] = new OtherValue("a map");
                case 8 -> type[0] = new OtherValue("a sparse tensor");
                case 9 -> type[0] = new OtherValue("an optional value");
                default -> {}
            }
        });
        return type[0];
    }

    private ValueType sequenceType() {
        boolean[] ofMaps = {false};
        proto.message(() -> {
            if (proto.field() == 1) {
                proto.message(() -> ofMaps[0] |= proto.field() == 5);
            }
        });
        return ofMaps[0] ? new MapsValue() : new OtherValue("a sequence");
    }

    private TensorValue tensorType() {
        long[] elementType = {0};
        boolean[] hasShape = {false};
        List<Axis> axes = new ArrayList<>();
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> elementType[0] = proto.integer();
                case 2 -> {
                    hasShape[0] = true;
                    proto.message(() -> {
                        if (proto.field() == 1) {
                            axes.add(axis());
                        }
                    });
                }
                default -> {}
            }
        });
        return new TensorValue((int) elementType[0], hasShape[0] ? Optional.of(List.copyOf(axes)) : Optional.empty());
    }

    private Axis axis() {
        long[] size = {0};
        String[] name = {""};
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> size[0] = proto.integer();
                case 2 -> name[0] = proto.string();
                default -> {}
            }
        });
        return new Axis(size[0], name[0]);
    }
}
