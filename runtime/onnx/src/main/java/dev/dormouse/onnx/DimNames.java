package dev.dormouse.onnx;

import dev.dormouse.onnx.OnnxModel.Axis;
import dev.dormouse.onnx.OnnxModel.TensorValue;
import dev.dormouse.onnx.OnnxModel.Value;
import dev.dormouse.plan.Dim;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A model's dim names, which may be any text, as names that a type can hold; different names stay different. */
final class DimNames {
    private final Map<String, String> clean = new HashMap<>();

    /** Neither a size nor a name. */
    static boolean isUnknown(Axis axis) {
        return axis.size() < 1 && (axis.name().isBlank() || axis.name().equals("?"));
    }

    Dim dim(Axis axis) {
        if (isUnknown(axis)) {
            return Dim.UNKNOWN;
        }
        return axis.size() > 0 ? Dim.of(axis.size()) : Dim.named(clean(axis.name()));
    }

    private String clean(String name) {
        String known = clean.get(name);
        if (known != null) {
            return known;
        }
        String candidate = name.strip().replaceAll("[^A-Za-z0-9_.-]", "_");
        if (!candidate.matches("[A-Za-z_].*")) {
            candidate = "_" + candidate;
        }
        while (clean.containsValue(candidate)) {
            candidate += "_";
        }
        clean.put(name, candidate);
        return candidate;
    }

    /** A name that no dim of the model has. */
    String fresh(String wanted, OnnxModel model) {
        Stream.concat(model.graph().inputs().stream(), model.graph().outputs().stream())
                .map(Value::type)
                .filter(TensorValue.class::isInstance)
                .flatMap(type -> ((TensorValue) type).dims().stream())
                .forEach(axes -> axes.forEach(this::dim));
        return clean(wanted + (clean.containsKey(wanted) ? "_" : ""));
    }
}
