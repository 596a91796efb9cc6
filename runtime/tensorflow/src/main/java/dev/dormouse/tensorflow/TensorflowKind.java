package dev.dormouse.tensorflow;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Signature.Rows;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code uses: tensorflow}: a SavedModel, with the inputs and outputs of one of its signatures. */
final class TensorflowKind implements StepKind {
    static final String SOURCE = "source";
    private static final String SIGNATURE = "signature";

    @Override
    public String name() {
        return "tensorflow";
    }

    @Override
    public String summary() {
        return "Runs a TensorFlow SavedModel; inputs and outputs are those of its signature.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required(SOURCE, OptionType.SOURCE_OR_FOLDER, "the SavedModel's folder, or a .zip of it"),
                Option.optional(
                        SIGNATURE,
                        OptionType.TEXT,
                        "which signature; without it predict, else serving_default, else the only one"));
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return ports(declaration).inputs();
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of();
    }

    @Override
    public List<String> outputNames(Declaration declaration) {
        return List.copyOf(ports(declaration).outputs().keySet());
    }

    @Override
    public List<String> about(Declaration declaration) {
        SavedModel model = SavedModelReader.read(declaration.file(SOURCE));
        SavedModel.MetaGraph graph = ModelRules.graph(model);
        String chosen = signatureName(declaration.options());
        SavedModel.Signature signature = ModelRules.signature(model, chosen);
        List<String> lines = new ArrayList<>();
        lines.add("a SavedModel" + (graph.version().isEmpty() ? "" : ", written by TensorFlow " + graph.version()));
        graph.signatures().forEach((name, other) -> {
            if (other.equals(signature)) {
                lines.add("its signature '" + name + "' is served");
            }
        });
        graph.signatures().forEach((name, other) -> {
            if (!other.equals(signature) && !name.startsWith("__")) {
                lines.add("it has another signature, '" + name + "': add signature: " + name + " after source");
            }
        });
        return lines;
    }

    @Override
    public Signature signature(Typing typing) {
        SignaturePorts ports = ports(typing.declaration());
        Map<String, TensorType> outputs = new LinkedHashMap<>();
        ports.outputs()
                .forEach((name, type) -> outputs.put(
                        name,
                        typing.dims().substitute(type, typing.declaration().stepName())));
        return new Signature(outputs, rows(ports));
    }

    private static Rows rows(SignaturePorts ports) {
        return Signature.rows(
                ports.inputs().stream().map(port -> port.pattern().dims()).toList(),
                ports.outputs().values().stream().map(TensorType::dims).toList());
    }

    @Override
    public void prepare() {
        Natives.load();
    }

    @Override
    public Optional<String> engine() {
        return Optional.of("tensorflow-" + Natives.version());
    }

    @Override
    public void probe(Declaration declaration) {
        Probe.in(Probe.class, declaration.file(SOURCE));
    }

    @Override
    public Step open(StepContext context) throws Exception {
        return TensorflowStep.open(context, SOURCE, signatureName(context.options()));
    }

    private static SignaturePorts ports(Declaration declaration) {
        return new SignaturePorts(
                SavedModelReader.read(declaration.file(SOURCE)), signatureName(declaration.options()));
    }

    private static String signatureName(Options options) {
        return options.optionalString(SIGNATURE).orElse("");
    }
}
