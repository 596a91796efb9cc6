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
        Set<String> operators = new HashSet<>();
        List<String> assets = new ArrayList<>();
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
                case 2 -> graph(operators);
                case 5 -> signature(signatures);
                case 6 ->
                    proto.message(() -> {
                        if (proto.field() == 2) {
                            assets.add(proto.string());
                        }
                    });
                default -> {}
            }
        });
        return new MetaGraph(tags, version[0], signatures, operators, assets);
    }

    private void graph(Set<String> operators) {
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> node(operators);
                case 2 ->
                    proto.message(() -> {
                        if (proto.field() == 1) {
                            function(operators);
                        }
                    });
                default -> {}
            }
        });
    }

    private void function(Set<String> operators) {
        proto.message(() -> {
            if (proto.field() == 3) {
                node(operators);
            }
        });
    }

    private void node(Set<String> operators) {
        proto.message(() -> {
            if (proto.field() == 2) {
                operators.add(proto.string());
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
