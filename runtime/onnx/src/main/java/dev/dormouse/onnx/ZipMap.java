package dev.dormouse.onnx;

import dev.dormouse.onnx.OnnxModel.Attribute;
import dev.dormouse.onnx.OnnxModel.Node;
import java.util.List;
import java.util.Optional;

/**
 * The operator ai.onnx.ml.ZipMap, which turns scores FP32[n, classes] into n maps from label to score.
 *
 * @param labels the keys in the order of the columns: Long or String
 */
record ZipMap(List<Object> labels) {
    ZipMap {
        labels = List.copyOf(labels);
    }

    int classCount() {
        return labels.size();
    }

    /** With text labels written as the loaded model has them. */
    ZipMap encoded(StandIns.Mapping texts) {
        return new ZipMap(labels.stream()
                .map(label -> label instanceof String text ? (Object) texts.encode(text) : label)
                .toList());
    }

    /** The ZipMap that makes this graph output, if one does. */
    static Optional<ZipMap> of(OnnxModel model, String output) {
        Node node = TensorSequence.origin(model.graph().producers(), output);
        if (node == null || !node.operator().equals("ZipMap")) {
            return Optional.empty();
        }
        Attribute integers = node.attributes().get("classlabels_int64s");
        Attribute strings = node.attributes().get("classlabels_strings");
        if (integers != null && !integers.integers().isEmpty()) {
            return Optional.of(new ZipMap(List.copyOf(integers.integers())));
        }
        return strings == null || strings.strings().isEmpty()
                ? Optional.empty()
                : Optional.of(new ZipMap(List.copyOf(strings.strings())));
    }
}
