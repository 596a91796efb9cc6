package dev.dormouse.onnx;

import dev.dormouse.onnx.OnnxModel.Axis;
import dev.dormouse.onnx.OnnxModel.MapsValue;
import dev.dormouse.onnx.OnnxModel.OtherValue;
import dev.dormouse.onnx.OnnxModel.SequenceValue;
import dev.dormouse.onnx.OnnxModel.TensorValue;
import dev.dormouse.onnx.OnnxModel.Value;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.TypePattern;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A model's inputs and outputs as ports: dims that have a name are variables of the ports. */
final class ModelPorts {
    /** Since this IR version, an input may have an initializer as its default; before, every weight was an input. */
    private static final long DEFAULTS_SINCE_IR = 4;
    /** Operators whose number of rows depends on values: an unknown first dim after them is not the batch. */
    private static final Set<String> DATA_DEPENDENT =
            Set.of("NonMaxSuppression", "NonZero", "Unique", "Compress", "RoiAlign", "Loop", "Range");

    private final OnnxModel model;
    private final DimNames names = new DimNames();
    private final List<InputPort> inputs = new ArrayList<>();
    private final Map<String, TensorType> outputs = new LinkedHashMap<>();

    /**
     * @throws dev.dormouse.step.ArtifactException if the model has an input or output that no tensor type describes
     */
    ModelPorts(OnnxModel model) {
        this.model = model;
        boolean named = batchIsUnnamed();
        String batch = named ? names.fresh("batch", model) : "";
        for (Value value : model.graph().inputs()) {
            addInput(value, batch);
        }
        for (Value value : model.graph().outputs()) {
            addOutput(value, batch);
        }
    }

    /** In the file's order. */
    List<InputPort> inputs() {
        return List.copyOf(inputs);
    }

    /** The declared types in the file's order; their named dims are those of the input ports or the model's own. */
    Map<String, TensorType> outputs() {
        return outputs;
    }

    /** Whether a graph input is a port of its own; a weight of an old file is not, and one with a default is optional. */
    private boolean isPort(Value value) {
        return model.irVersion() >= DEFAULTS_SINCE_IR || !hasDefault(value);
    }

    private boolean hasDefault(Value value) {
        return model.graph().tensors().containsKey(value.name());
    }

    private void addInput(Value value, String batch) {
        if (!isPort(value)) {
            return;
        }
        if (!(value.type() instanceof TensorValue tensor)) {
            throw notATensor("input", value);
        }
        Datatype datatype = datatype("input", value, tensor);
        TypePattern pattern = tensor.dims()
                .map(axes -> TypePattern.of(new TensorType(datatype, dims(axes, batch))))
                .orElseGet(() -> new TypePattern(Set.of(datatype), List.of(), true));
        inputs.add(new InputPort(value.name(), pattern, hasDefault(value), "the model's input " + pattern));
    }

    private void addOutput(Value value, String batch) {
        if (value.type() instanceof MapsValue) {
            ZipMap zipMap = ZipMap.of(model, value.name()).orElseThrow(() -> notATensor("output", value));
            Dim rows = batch.isEmpty() ? commonFirstDim() : Dim.named(batch);
            add(value.name(), TensorType.of(Datatype.FP32, rows, Dim.of(zipMap.classCount())));
            return;
        }
        if (value.type() instanceof SequenceValue) {
            TensorSequence sequence =
                    TensorSequence.of(model.graph(), value).orElseThrow(() -> notATensor("output", value));
            for (int i = 0; i < sequence.elements().size(); i++) {
                String name = sequence.names().get(i);
                add(name, outputType(new Value(name, sequence.elements().get(i)), batch));
            }
            return;
        }
        add(value.name(), outputType(value, batch));
    }

    private void add(String name, TensorType type) {
        if (outputs.put(name, type) != null) {
            throw ModelRules.unsupported(
                    model, "has two outputs '" + name + "'", "give each output of the model a name of its own");
        }
    }

    private TensorType outputType(Value value, String batch) {
        if (!(value.type() instanceof TensorValue tensor)) {
            throw notATensor("output", value);
        }
        List<Axis> axes = axes(tensor)
                .orElseThrow(() -> ModelRules.unsupported(
                        model,
                        "does not say how many dims its output '" + value.name() + "' has",
                        "save the result of onnx.shape_inference.infer_shapes(model)"));
        return new TensorType(datatype("output", value, tensor), dims(axes, batch));
    }

    /**
     * The declared dims, but for one known lie: older versions of skl2onnx declare one label, {@code [1]}, where the
     * classifier gives one a row.
     */
    private Optional<List<Axis>> axes(TensorValue output) {
        boolean oneLabel = output.dims().equals(Optional.of(List.of(new Axis(1, ""))))
                && model.graph().nodes().stream()
                        .anyMatch(node -> node.operator().endsWith("Classifier"));
        return oneLabel ? Optional.of(List.of(new Axis(0, ""))) : output.dims();
    }

    private List<Dim> dims(List<Axis> axes, String batch) {
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            Dim dim = names.dim(axes.get(i));
            dims.add(i == 0 && dim instanceof Dim.Unknown && !batch.isEmpty() ? Dim.named(batch) : dim);
        }
        return dims;
    }

    /** The first dim of all inputs, if they have one in common. */
    private Dim commonFirstDim() {
        List<Dim> firsts = inputs.stream()
                .map(port -> port.pattern().dims())
                .map(dims -> dims.isEmpty() ? Dim.UNKNOWN : dims.get(0))
                .distinct()
                .toList();
        return firsts.size() == 1 ? firsts.get(0) : Dim.UNKNOWN;
    }

    /**
     * Exporters such as skl2onnx leave the batch dim without a name. When every input and every output begins with
     * such a dim, they mean one and the same.
     */
    private boolean batchIsUnnamed() {
        boolean dataDependent =
                model.graph().nodes().stream().anyMatch(node -> DATA_DEPENDENT.contains(node.operator()));
        return !dataDependent
                && Stream.concat(
                                model.graph().inputs().stream().filter(input -> !hasDefault(input)),
                                model.graph().outputs().stream())
                        .allMatch(this::firstDimIsUnnamed);
    }

    private boolean firstDimIsUnnamed(Value value) {
        return value.type() instanceof MapsValue
                || value.type() instanceof SequenceValue
                || (value.type() instanceof TensorValue tensor
                        && axes(tensor)
                                .filter(axes -> !axes.isEmpty() && DimNames.isUnknown(axes.get(0)))
                                .isPresent());
    }

    private Datatype datatype(String role, Value value, TensorValue tensor) {
        Optional<Datatype> datatype = ElementTypes.datatype(tensor.elementType());
        return datatype.orElseThrow(() -> ModelRules.unsupported(
                model,
                "has the " + role + " '" + value.name() + "' of " + ElementTypes.name(tensor.elementType())
                        + ", for which there is no datatype",
                "put a Cast to or from FLOAT into the model"));
    }

    private RuntimeException notATensor(String role, Value value) {
        String what = value.type() instanceof OtherValue other
                ? other.description()
                : value.type() instanceof MapsValue
                        ? "a sequence of maps that no ZipMap with its labels makes"
                        : "a sequence of tensors" + (role.equals("output") ? " whose number nothing shows" : "");
        return ModelRules.unsupported(
                model,
                "has the " + role + " '" + value.name() + "', which is not a tensor but " + what,
                "export the model with tensors for inputs and outputs"
                        + (role.equals("output") ? "; skl2onnx: options={'zipmap': False}" : ""));
    }
}
