package dev.dormouse.onnx;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.FileInParts;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Signature.Rows;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.TokenModel;
import dev.dormouse.step.Typing;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** {@code uses: onnx}: a model of ONNX Runtime, with the model's own inputs and outputs. */
final class OnnxKind implements StepKind, TokenModel, FileInParts {

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
                Device.option(),
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
        Map<String, TensorType> outputs = new LinkedHashMap<>();
        ports.outputs()
                .forEach((name, type) -> outputs.put(
                        name,
                        typing.dims().substitute(type, typing.declaration().stepName())));
        return new Signature(outputs, rows(ports, typing.inputs().keySet()));
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
    public Optional<String> engine() {
        return Optional.of("onnxruntime-" + OrtSessions.environment().getVersion());
    }

    @Override
    public void probe(Declaration declaration) {
        Probe.in(declaration.file(SOURCE), Device.of(declaration.options()));
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

    @Override
    public List<String> parts(Path file) {
        OnnxModel model;
        try {
            model = OnnxReader.read(file);
        } catch (ArtifactException e) {
            return List.of(); // who asks for the types next is told
        }
        return new ExternalFiles(model).locations();
    }

    @Override
    public void join(Path file, Map<String, Path> parts, OutputStream to) throws IOException {
        new ExternalFiles(OnnxReader.read(file)).join(file, parts, to);
    }

    private static OnnxModel model(Declaration declaration) {
        OnnxModel model = OnnxReader.read(declaration.file(SOURCE));
        ModelRules.check(model);
        return model;
    }
}
