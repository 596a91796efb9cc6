package dev.dormouse.testkit;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Options;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.PortMatch;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types, opens and runs one step kind the way the compiler and the engine do, without a manifest. */
public final class StepHarness {
    private final StepKind kind;
    private final Declaration declaration;

    /** Fills in defaults; a value that the option's type refuses is an {@link IllegalArgumentException}. */
    public StepHarness(StepKind kind, Map<String, Object> with, Map<String, Path> files) {
        this.kind = kind;
        this.declaration = new Declaration("step", options(kind, with), files);
    }

    public StepHarness(StepKind kind, Map<String, Object> with) {
        this(kind, with, Map.of());
    }

    private static Options options(StepKind kind, Map<String, Object> with) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option option : kind.options()) {
            if (with.containsKey(option.name())) {
                OptionType.Checked checked = option.type().check(with.get(option.name()));
                values.put(
                        option.name(),
                        checked.value()
                                .orElseThrow(() -> new IllegalArgumentException(
                                        option.name() + " must be " + checked.complaint())));
            } else if (option.required()) {
                throw new IllegalArgumentException(option.name() + " is required");
            } else {
                option.defaultValue().ifPresent(value -> values.put(option.name(), value));
            }
        }
        with.keySet().stream()
                .filter(key -> kind.options().stream().noneMatch(o -> o.name().equals(key)))
                .forEach(key -> {
                    throw new IllegalArgumentException(kind.name() + " has no option " + key);
                });
        return new Options(values);
    }

    /** The output types for these input types, or the problems. */
    public Typed type(Map<String, TensorType> inputs) {
        List<Problem> problems = new ArrayList<>();
        List<InputPort> declared = kind.inputs(declaration);
        Map<String, InputPort> ports = new LinkedHashMap<>();
        if (kind.acceptsAnyInputs()) {
            inputs.keySet().forEach(name -> ports.put(name, declared.get(0)));
        } else {
            declared.forEach(port -> ports.put(port.name(), port));
        }
        var bindings = PortMatch.match(ports, inputs, problems::add);
        if (!problems.isEmpty()) {
            return new Typed(new Signature(Map.of(), Signature.Rows.MIXED), problems);
        }
        Signature signature = kind.signature(new Typing(declaration, inputs, bindings, problems::add));
        return new Typed(signature, problems);
    }

    /** Types, opens, runs once with these tensors, closes. Input types are the tensors' own, all dims fixed. */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) throws Exception {
        Map<String, TensorType> types = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> types.put(name, typeOf(tensor)));
        return run(types, inputs);
    }

    /** The same with types that the plan declared, which may know less than the tensors. */
    public Map<String, Tensor> run(Map<String, TensorType> types, Map<String, Tensor> inputs) throws Exception {
        Typed typed = type(types);
        if (!typed.problems().isEmpty()) {
            throw new IllegalArgumentException(typed.problems().toString());
        }
        List<StepContext.Wire> in = new ArrayList<>();
        types.forEach((name, type) -> in.add(new StepContext.Wire(name, type)));
        List<StepContext.Wire> out = new ArrayList<>();
        typed.signature().outputs().forEach((name, type) -> out.add(new StepContext.Wire(name, type)));
        try (Step step = kind.open(new StepContext(declaration, in, out))) {
            Tensor[] results = step.run(inputs.values().toArray(new Tensor[0]));
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            for (int i = 0; i < results.length; i++) {
                outputs.put(out.get(i).port(), results[i]);
                checkDeclared(out.get(i), results[i]);
            }
            return outputs;
        }
    }

    /** The signature with the problems found; no problems means the types fit. */
    public record Typed(Signature signature, List<Problem> problems) {}

    private static void checkDeclared(StepContext.Wire wire, Tensor tensor) {
        TensorType type = wire.type();
        boolean fits = type.datatype() == tensor.datatype()
                && type.rank() == tensor.shape().rank();
        for (int i = 0; fits && i < type.rank(); i++) {
            fits = !(type.dim(i) instanceof Dim.Fixed fixed)
                    || fixed.size() == tensor.shape().dim(i);
        }
        if (!fits) {
            throw new AssertionError(wire.port() + " was declared " + type + " but is " + typeOf(tensor));
        }
    }

    /** The exact type of a tensor; an empty dim is unknown, since types have no zero. */
    public static TensorType typeOf(Tensor tensor) {
        List<Dim> dims = new ArrayList<>();
        for (long dim : tensor.shape().dims()) {
            dims.add(dim == 0 ? Dim.UNKNOWN : Dim.of(dim));
        }
        return new TensorType(tensor.datatype(), dims);
    }
}
