package dev.dormouse.onnx;

import dev.dormouse.onnx.OnnxModel.Graph;
import dev.dormouse.onnx.OnnxModel.Operator;
import dev.dormouse.protobuf.ProtoReader;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a ModelProto; the field numbers are those of onnx/onnx.proto. */
final class OnnxReader {
    private final ProtoReader proto;
    private final GraphReader graphs;

    private OnnxReader(ProtoReader proto) {
        this.proto = proto;
        this.graphs = new GraphReader(proto);
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
            ProtoReader proto = ProtoReader.of(channel, () -> OnnxHeader.unreadable(name));
            return new OnnxReader(proto).model(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OnnxModel model(String fileName) {
        long irVersion = 0;
        Map<String, Long> opsets = new HashMap<>();
        Set<Operator> functions = new HashSet<>();
        Optional<Graph> graph = Optional.empty();
        while (proto.next()) {
            switch (proto.field()) {
                case 1 -> irVersion = proto.integer();
                case 7 -> {
                    // protobuf would make one of two; no exporter writes two
                    if (graph.isPresent()) {
                        throw proto.unreadable();
                    }
                    graph = Optional.of(graphs.graph());
                }
                case 8 -> OnnxHeader.opset(proto, opsets);
                case 25 -> functions.add(graphs.function());
                default -> {}
            }
        }
        if (irVersion <= 0 || graph.isEmpty()) {
            throw proto.unreadable();
        }
        return new OnnxModel(
                fileName, irVersion, opsets, functions, graphs.operators(), graphs.external(), graph.get());
    }
}
