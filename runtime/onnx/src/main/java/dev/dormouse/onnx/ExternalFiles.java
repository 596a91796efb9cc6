package dev.dormouse.onnx;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The files in which a model keeps weights, and one file made of them all. */
final class ExternalFiles {
    /** What protobuf reads. */
    private static final long MOST_BYTES = Integer.MAX_VALUE;

    private final OnnxModel model;

    ExternalFiles(OnnxModel model) {
        this.model = model;
    }

    /**
     * The files' names, sorted.
     *
     * @throws ArtifactException if one leads out of the model's folder, or what is said of it makes no sense
     */
    List<String> locations() {
        model.external().forEach(this::check);
        return model.external().stream()
                .map(ExternalTensor::location)
                .distinct()
                .sorted()
                .toList();
    }

    private void check(ExternalTensor tensor) {
        String location = tensor.location();
        if (location.isBlank()) {
            throw unreadable(tensor, "in another file, but does not name it");
        }
        if (!staysInside(location)) {
            throw ModelRules.unsupported(
                    model,
                    "keeps the weights '" + tensor.name() + "' in '" + location + "', outside of its own folder",
                    "save it with its weights beside it: onnx.save_model(model, path, save_as_external_data=True,"
                            + " location='weights.bin')");
        }
        if (tensor.byteCount().isEmpty()) {
            throw unreadable(
                    tensor,
                    "in '" + location + "', but its type, " + ElementTypes.name(tensor.elementType()) + tensor.dims()
                            + ", has no size there");
        }
        long wanted = tensor.byteCount().get();
        boolean makesSense = tensor.offset().orElse(-1) >= 0 && tensor.length().orElse(-1) == wanted;
        if (!makesSense) {
            throw unreadable(
                    tensor,
                    "in '" + location + "' at " + tensor.entries().getOrDefault("offset", "0") + " with "
                            + tensor.entries().getOrDefault("length", "no") + " bytes, where "
                            + ElementTypes.name(tensor.elementType()) + tensor.dims() + " has " + wanted);
        }
    }

    /** Whether the name, whatever the system, leads to a file in or below the folder. */
    private static boolean staysInside(String location) {
        if (location.matches("(?s).*[\\\\\\x00-\\x1f].*|[A-Za-z]:.*|/.*")) {
            return false;
        }
        return !List.of(location.split("/", -1)).contains("..");
    }

    void join(Path file, Map<String, Path> parts, OutputStream to) throws IOException {
        long size = Files.size(file);
        for (ExternalTensor tensor : model.external()) {
            Path part = Objects.requireNonNull(parts.get(tensor.location()), tensor::location);
            long end = tensor.offset().orElseThrow() + tensor.byteCount().orElseThrow();
            if (end < 0 || end > Files.size(part)) {
                throw unreadable(
                        tensor,
                        "in '" + tensor.location() + "' up to byte " + Long.toUnsignedString(end)
                                + ", but that file has " + Files.size(part));
            }
            size += tensor.byteCount().orElseThrow();
            if (size > MOST_BYTES) {
                throw ModelRules.unsupported(
                        model,
                        "has more than 2 GiB with its weights, which travel in one file, and an ONNX file has no more",
                        "save it with smaller weights: FP16, or quantised by onnxruntime.quantization");
            }
        }
        new ModelRewrite(Files.readAllBytes(file), Changes.NONE.parts(parts))
                .pieces()
                .writeTo(to);
    }

    private ArtifactException unreadable(ExternalTensor tensor, String why) {
        return new ArtifactException(
                Reason.UNREADABLE,
                model.fileName() + " keeps the weights '" + tensor.name() + "' " + why,
                "copy all files of the model again, or save it as one: onnx.save_model(model, path)");
    }
}
