package dev.dormouse.tensorflow;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.TypePattern;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensorflow.SavedModel.Axis;
import dev.dormouse.tensorflow.SavedModel.MetaGraph;
import dev.dormouse.tensorflow.SavedModel.Signature;
import dev.dormouse.tensorflow.SavedModel.TensorInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A signature's inputs and outputs as ports; what has an unknown first dim throughout is the batch. */
final class SignaturePorts {
    private static final Dim BATCH = Dim.named("batch");
    /** Operators whose number of rows depends on values: an unknown first dim after them is not the batch. */
    private static final Set<String> DATA_DEPENDENT = Set.of(
            "Where",
            "Unique",
            "UniqueV2",
            "UniqueWithCounts",
            "UniqueWithCountsV2",
            "StringSplit",
            "StringSplitV2",
            "NonMaxSuppression",
            "NonMaxSuppressionV2",
            "NonMaxSuppressionV3",
            "NonMaxSuppressionV4",
            "NonMaxSuppressionV5",
            "DynamicPartition");

    private final SavedModel model;
    private final Signature signature;
    private final boolean batched;
    private final List<InputPort> inputs = new ArrayList<>();
    private final Map<String, TensorType> outputs = new LinkedHashMap<>();

    /**
     * Reads one signature.
     *
     * @param wanted its name, or {@code ""} for the default one
     * @throws dev.dormouse.step.ArtifactException if it has an input or output that no tensor type describes
     */
    SignaturePorts(SavedModel model, String wanted) {
        this.model = model;
        this.signature = ModelRules.signature(model, wanted);
        this.batched = isBatched(ModelRules.graph(model), signature);
        signature.inputs().forEach((name, info) -> inputs.add(input(name, info)));
        signature.outputs().forEach((name, info) -> outputs.put(name, output(name, info)));
    }

    /** Sorted by name, as {@link #outputs}. */
    List<InputPort> inputs() {
        return List.copyOf(inputs);
    }

    Map<String, TensorType> outputs() {
        return Collections.unmodifiableMap(outputs);
    }

    Signature signature() {
        return signature;
    }

    private InputPort input(String name, TensorInfo info) {
        Datatype datatype = datatype("input", name, info);
        Set<Datatype> datatypes =
                datatype == Datatype.STRING ? Set.of(Datatype.STRING, Datatype.BYTES) : Set.of(datatype);
        TypePattern pattern = info.dims()
                .map(axes -> new TypePattern(datatypes, dims(axes), false))
                .orElseGet(() -> new TypePattern(datatypes, List.of(), true));
        return new InputPort(name, pattern, false, "the model's input " + pattern);
    }

    private TensorType output(String name, TensorInfo info) {
        List<Axis> axes = info.dims()
                .orElseThrow(() -> ModelRules.unsupported(
                        model,
                        "does not say how many dims its output '" + name + "' has",
                        "export it with tf.ensure_shape(value, [None, …]) around that output"));
        return new TensorType(datatype("output", name, info), dims(axes));
    }

    private List<Dim> dims(List<Axis> axes) {
        List<Dim> dims = new ArrayList<>();
        for (Axis axis : axes) {
            dims.add(axis.size() > 0 ? Dim.of(axis.size()) : batched && dims.isEmpty() ? BATCH : Dim.UNKNOWN);
        }
        return dims;
    }

    private static boolean isBatched(MetaGraph graph, Signature signature) {
        return !signature.inputs().isEmpty()
                && Collections.disjoint(graph.operators(), DATA_DEPENDENT)
                && Stream.concat(signature.inputs().values().stream(), signature.outputs().values().stream())
                        .allMatch(SignaturePorts::firstDimIsAny);
    }

    private static boolean firstDimIsAny(TensorInfo info) {
        return info.dims()
                .filter(axes -> !axes.isEmpty() && axes.get(0).size() < 0)
                .isPresent();
    }

    private Datatype datatype(String role, String name, TensorInfo info) {
        if (info.tensor().isEmpty()) {
            throw ModelRules.unsupported(
                    model,
                    "has the " + role + " '" + name + "', which is a sparse or ragged tensor",
                    "export it with dense tensors: tf.sparse.to_dense, or ragged.to_tensor()");
        }
        return ElementTypes.datatype(info.dataType())
                .orElseThrow(() -> ModelRules.unsupported(
                        model,
                        "has the " + role + " '" + name + "' of " + ElementTypes.name(info.dataType())
                                + ", which TensorFlow's Java interface cannot "
                                + (role.equals("input") ? "give" : "take"),
                        "put a tf.cast to tf.int32 or tf.float32 into the model"));
    }
}
