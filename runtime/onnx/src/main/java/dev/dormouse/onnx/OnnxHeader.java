package dev.dormouse.onnx;

import dev.dormouse.protobuf.ProtoReader;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a ModelProto says of itself beside its graph: versions, who wrote it. */
record OnnxHeader(long irVersion, Map<String, Long> opsets, String producer, String producerVersion) {
    OnnxHeader {
        opsets = new TreeMap<>(opsets);
    }

    /**
     * Reads the header alone.
     *
     * @throws ArtifactException if the file is not an ONNX model
     */
    static OnnxHeader read(Path file) {
        String name = String.valueOf(file.getFileName());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(ProtoReader.of(channel, () -> unreadable(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OnnxHeader read(ProtoReader proto) {
        long irVersion = 0;
        Map<String, Long> opsets = new TreeMap<>();
        String producer = "";
        String producerVersion = "";
        while (proto.next()) {
            switch (proto.field()) {
                case 1 -> irVersion = proto.integer();
                case 2 -> producer = proto.string();
                case 3 -> producerVersion = proto.string();
                case 8 -> opset(proto, opsets);
                default -> {}
            }
        }
        return new OnnxHeader(irVersion, opsets, producer, producerVersion);
    }

    /** The file is not what it should be. */
    static ArtifactException unreadable(String name) {
        return new ArtifactException(
                Reason.UNREADABLE,
                name + " is not an ONNX model, or it is cut short",
                "copy the file again, or export the model once more");
    }

    /** Reads one operator set that the model imports into the versions by domain. */
    static void opset(ProtoReader proto, Map<String, Long> opsets) {
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

    /** For people. */
    List<String> lines() {
        List<String> versions = new ArrayList<>();
        opsets.forEach((domain, version) ->
                versions.add(domain.isEmpty() ? "opset " + version : "opset " + version + " of " + domain));
        versions.add("IR version " + irVersion);
        List<String> lines = new ArrayList<>();
        lines.add("ONNX, " + String.join(", ", versions));
        if (!producer.isEmpty()) {
            lines.add("written by " + (producer + " " + producerVersion).strip());
        }
        return lines;
    }
}
