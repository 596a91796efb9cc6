package dev.dormouse.torchscript;

import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.PortNames;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.TypePattern;
import dev.dormouse.step.Typing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code uses: torchscript}: a model that {@code torch.jit} saved, with the types that the manifest gives it. */
final class TorchscriptKind implements StepKind {
    static final String SOURCE = "source";
    static final String INPUTS = "inputs";
    static final String OUTPUTS = "outputs";

    @Override
    public String name() {
        return "torchscript";
    }

    @Override
    public String summary() {
        return "Runs a TorchScript model by PyTorch; inputs and outputs are those that 'with' names.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required(SOURCE, OptionType.SOURCE, "the file that torch.jit.save wrote"),
                Option.required(
                        INPUTS,
                        OptionType.types(ElementTypes.all()),
                        "the arguments of the model's forward, in its order, each with its type"),
                Option.required(
                        OUTPUTS,
                        OptionType.types(ElementTypes.all()),
                        "what forward returns, each with its type: in its order, or by the keys of a dict"));
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        List<InputPort> ports = new ArrayList<>();
        declaration
                .options()
                .types(INPUTS)
                .forEach((name, type) -> ports.add(new InputPort(name, TypePattern.of(type), false, "")));
        return ports;
    }

    @Override
    public List<String> about(Declaration declaration) {
        TorchArchive archive = TorchArchive.read(declaration.file(SOURCE));
        return archive.forward()
                .map(forward -> List.of(
                        "Its forward takes " + forward.argumentsText() + " and returns " + forward.returned() + "."))
                .orElse(List.of());
    }

    @Override
    public PortNames portNames(Declaration declaration) {
        return TorchArchive.read(declaration.file(SOURCE))
                .forward()
                .map(Forward::portNames)
                .orElse(PortNames.ONE_EACH);
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of();
    }

    @Override
    public List<String> outputNames(Declaration declaration) {
        return List.copyOf(declaration.options().types(OUTPUTS).keySet());
    }

    @Override
    public Signature signature(Typing typing) {
        Map<String, TensorType> inputs = typing.options().types(INPUTS);
        Map<String, TensorType> declared = typing.options().types(OUTPUTS);
        TorchArchive archive = TorchArchive.read(typing.declaration().file(SOURCE));
        archive.forward()
                .ifPresent(forward -> new ForwardCheck(archive.name(), forward)
                        .check(inputs.keySet(), declared.keySet(), typing.problems()));
        Map<String, TensorType> outputs = new LinkedHashMap<>();
        declared.forEach((name, type) -> outputs.put(
                name, typing.dims().substitute(type, typing.declaration().stepName())));
        return new Signature(
                outputs,
                Signature.rows(
                        inputs.values().stream().map(TensorType::dims).toList(),
                        declared.values().stream().map(TensorType::dims).toList()));
    }

    @Override
    public void prepare() {
        Natives.load();
    }

    @Override
    public Optional<String> engine() {
        return Optional.of("pytorch-" + Natives.version());
    }

    @Override
    public void probe(Declaration declaration) {
        Probe.in(Probe.class, declaration);
    }

    @Override
    public Step open(StepContext context) {
        return TorchscriptStep.open(context);
    }
}
