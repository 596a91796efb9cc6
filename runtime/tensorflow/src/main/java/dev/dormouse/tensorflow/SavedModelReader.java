package dev.dormouse.tensorflow;

import dev.dormouse.protobuf.ProtoReader;
import dev.dormouse.tensorflow.SavedModel.Axis;
import dev.dormouse.tensorflow.SavedModel.MetaGraph;
import dev.dormouse.tensorflow.SavedModel.Signature;
import dev.dormouse.tensorflow.SavedModel.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a SavedModel message; the field numbers are those of tensorflow/core/protobuf/{saved_model,meta_graph}.proto. */
final class SavedModelReader {
    private final ProtoReader proto;

    private SavedModelReader(ProtoReader proto) {
        this.proto = proto;
    }

    /**
     * Reads the {@code saved_model.pb} of a folder or a zip.
     *
     * @throws dev.dormouse.step.ArtifactException if it is not a SavedModel
     */
    static SavedModel read(Path model) {
        SavedModelFiles files = SavedModelFiles.of(model);
        ProtoReader proto = ProtoReader.of(files.graph(), () -> SavedModelFiles.unreadable(files.name()));
        return new SavedModelReader(proto).savedModel(files);
    }

    private SavedModel savedModel(SavedModelFiles files) {
        List<MetaGraph> graphs = new ArrayList<>();
        while (proto.next()) {
            if (proto.field() == 2) {
                graphs.add(metaGraph());
            }
        }
        if (graphs.isEmpty()) {
            throw proto.unreadable();
        }
        return new SavedModel(files.name(), files.hasVariables(), graphs);
    }

    private MetaGraph metaGraph() {
        List<String> tags = new ArrayList<>();
        String[] version = {""};
        Map<String, Signature> signatures = new HashMap<>();
        Nodes nodes = new Nodes(new HashSet<>(), new HashMap<>(), new HashSet<>());
        List<Asset> assets = new ArrayList<>();
        proto.message(() -> {
            switch (proto.field()) {
                case 1 ->
                    proto.message(() -> {
                        switch (proto.field()) {
                            case 4 -> tags.add(proto.string());
                            case 5 -> version[0] = proto.string();
                            default -> {}
                        }
                    });
                case 2 -> graph(nodes);
                case 5 -> signature(signatures);
                case 6 -> assets.add(asset());
                default -> {}
            }
        });
        assets.forEach(asset -> nodes.texts().remove(asset.node()));
        nodes.texts().values().forEach(nodes.functionTexts()::addAll);
        return new MetaGraph(
                tags,
                version[0],
                signatures,
                nodes.operators(),
                assets.stream().map(Asset::file).toList(),
                nodes.functionTexts());
    }

    /** What is kept of nodes: constants of text by the node's name, those of functions without one. */
    private record Nodes(Set<String> operators, Map<String, List<String>> texts, Set<String> functionTexts) {}

    /** A file below {@code assets}, and the constant of the graph that is replaced by its path. */
    private record Asset(String node, String file) {}

    private Asset asset() {
        String[] tensor = {""};
        String[] file = {""};
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> tensor[0] = tensorInfo().tensor();
                case 2 -> file[0] = proto.string();
                default -> {}
            }
        });
        return new Asset(tensor[0].replaceFirst(":\\d+$", ""), file[0]);
    }

    private void graph(Nodes nodes) {
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> {
                    Node node = node();
                    nodes.operators().add(node.operator());
                    nodes.texts().put(node.name(), node.texts());
                }
                case 2 ->
                    proto.message(() -> {
                        if (proto.field() == 1) {
                            function(nodes);
                        }
                    });
                default -> {}
            }
        });
    }

    private void function(Nodes nodes) {
        proto.message(() -> {
            if (proto.field() == 3) {
                Node node = node();
                nodes.operators().add(node.operator());
                nodes.functionTexts().addAll(node.texts());
            }
        });
    }

    private record Node(String name, String operator, List<String> texts) {}

    private Node node() {
        String[] name = {""};
        String[] operator = {""};
        List<String> texts = new ArrayList<>();
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> name[0] = proto.string();
                case 2 -> operator[0] = proto.string();
                case 5 -> attribute(texts);
                default -> {}
            }
        });
        return new Node(name[0], operator[0], texts);
    }

    /** Adds the texts of a constant: those of its {@code value}, a TensorProto. */
    private void attribute(List<String> texts) {
        proto.message(() -> {
            if (proto.field() == 2) {
                proto.message(() -> {
                    if (proto.field() == 8) {
                        proto.message(() -> {
                            if (proto.field() == 8) {
                                texts.add(proto.string());
                            }
                        });
                    }
                });
            }
        });
    }

    private void signature(Map<String, Signature> signatures) {
        String[] key = {""};
        Map<String, TensorInfo> inputs = new HashMap<>();
        Map<String, TensorInfo> outputs = new HashMap<>();
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> key[0] = proto.string();
                case 2 ->
                    proto.message(() -> {
                        switch (proto.field()) {
                            case 1 -> tensor(inputs);
                            case 2 -> tensor(outputs);
                            default -> {}
                        }
                    });
                default -> {}
            }
        });
        signatures.put(key[0], new Signature(inputs, outputs));
    }

    /** An entry of a map from names to TensorInfo. */
    private void tensor(Map<String, TensorInfo> tensors) {
        String[] key = {""};
        TensorInfo[] info = {new TensorInfo("", 0, Optional.empty())};
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> key[0] = proto.string();
                case 2 -> info[0] = tensorInfo();
                default -> {}
            }
        });
        tensors.put(key[0], info[0]);
    }

    private TensorInfo tensorInfo() {
        String[] name = {""};
        long[] dataType = {0};
        List<Axis> axes = new ArrayList<>();
        boolean[] known = {false};
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> name[0] = proto.string();
                case 2 -> dataType[0] = proto.integer();
                case 3 -> known[0] = shape(axes);
                default -> {}
            }
        });
        return new TensorInfo(name[0], (int) dataType[0], known[0] ? Optional.of(List.copyOf(axes)) : Optional.empty());
    }

    /** Adds the dims; false when the rank is unknown. */
    private boolean shape(List<Axis> axes) {
        boolean[] unknown = {false};
        proto.message(() -> {
            switch (proto.field()) {
                case 2 -> axes.add(axis());
                case 3 -> unknown[0] = proto.integer() != 0;
                default -> {}
            }
        });
        return !unknown[0];
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
