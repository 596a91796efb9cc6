package dev.dormouse.onnx;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Problem.Place;
import dev.dormouse.step.Problem.Rule;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Signature.Rows;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.TokenModel;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Datatype;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** {@code uses: onnx}: a model of ONNX Runtime, with the model's own inputs and outputs. */
final class OnnxKind implements StepKind, TokenModel {
    private static final String SOURCE = "source";
    /** ONNX Runtime's Java API makes no tensors of these. */
    private static final Set<Datatype> NOT_FED = EnumSet.of(Datatype.UINT16, Datatype.UINT32, Datatype.UINT64);

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public String summary() {
        return "Runs an ONNX model with ONNX Runtime; inputs and outputs are the model's own.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required(SOURCE, OptionType.SOURCE, "the .onnx file"),
                Option.withDefault("device", OptionType.oneOf("cpu"), "cpu", "where it runs"),
                Option.optional(
                        "threads",
                        OptionType.integer(1, 1024),
                        "threads of this model alone; without it all models share one pool"));
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return new ModelPorts(model(declaration)).inputs();
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of();
    }

    @Override
    public List<String> outputNames(Declaration declaration) {
        return List.copyOf(new ModelPorts(model(declaration)).outputs().keySet());
    }

    @Override
    public List<String> about(Declaration declaration) {
        return OnnxHeader.read(declaration.file(SOURCE)).lines();
    }

    @Override
    public Signature signature(Typing typing) {
        ModelPorts ports = new ModelPorts(model(typing.declaration()));
        typing.inputs()
                .keySet()
                .forEach(name -> ports.inputs().stream()
                        .filter(port -> port.name().equals(name))
                        .forEach(port -> refuseUnfed(port, typing)));
        Map<String, TensorType> outputs = new LinkedHashMap<>();
        ports.outputs()
                .forEach((name, type) -> outputs.put(
                        name,
                        typing.dims().substitute(type, typing.declaration().stepName())));
        return new Signature(outputs, rows(ports, typing.inputs().keySet()));
    }

    private static void refuseUnfed(InputPort port, Typing typing) {
        port.pattern().datatypes().stream()
                .filter(NOT_FED::contains)
                .forEach(datatype -> typing.problems()
                        .report(
                                Place.input(port.name()),
                                Rule.DATATYPE,
                                "the model takes " + datatype + " for '" + port.name()
                                        + "', which ONNX Runtime's Java interface cannot feed",
                                "put a Cast from INT64 into the model before that input"));
    }

    /** Rows may be apart only if one and the same dim begins every wired input and every output. */
    private static Rows rows(ModelPorts ports, Set<String> wired) {
        Stream<List<Dim>> inputs = ports.inputs().stream()
                .filter(port -> wired.contains(port.name()))
                .map(port -> port.pattern().dims());
        Stream<List<Dim>> outputs = ports.outputs().values().stream().map(TensorType::dims);
        Set<Dim> firsts = new HashSet<>();
        Stream.concat(inputs, outputs).forEach(dims -> firsts.add(dims.isEmpty() ? Dim.UNKNOWN : dims.get(0)));
        boolean common = firsts.size() == 1 && firsts.stream().allMatch(Dim.Named.class::isInstance);
        return common && !wired.isEmpty() ? Rows.TO_BE_TRIED : Rows.MIXED;
    }

    @Override
    public void prepare() {
        OrtSessions.environment();
    }

    @Override
    public Step open(StepContext context) throws Exception {
        return OnnxStep.open(context, SOURCE);
    }

    @Override
    public OptionalLong vocabularySize(Declaration declaration, String inputPort) {
        return new TokenTables(model(declaration).graph()).vocabularySize(inputPort);
    }

    @Override
    public OptionalLong maxPositions(Declaration declaration, String inputPort) {
        return new TokenTables(model(declaration).graph()).maxPositions(inputPort);
    }

    private static OnnxModel model(Declaration declaration) {
        OnnxModel model = OnnxReader.read(declaration.file(SOURCE));
        ModelRules.check(model);
        return model;
    }
}
