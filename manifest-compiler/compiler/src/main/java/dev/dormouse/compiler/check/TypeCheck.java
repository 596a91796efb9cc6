package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.DimBindings;
import dev.dormouse.step.PortMatch;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Typing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Works out the type of every value, step by step in order. The dims of the pipeline's inputs and those that a step
 * makes are fixed names; a port's own names bind to them, so a name means one number over the whole plan.
 */
final class TypeCheck {
    private final Manifest manifest;
    private final Findings findings;
    private final Map<Source, TensorType> types = new HashMap<>();
    private final Map<Integer, Signature> signatures = new HashMap<>();

    TypeCheck(Manifest manifest, Findings findings) {
        this.manifest = manifest;
        this.findings = findings;
        for (int i = 0; i < manifest.inputs().size(); i++) {
            Source source = new Source.FromInput(i);
            manifest.inputs().get(i).type().ifPresent(type -> types.put(source, type.value()));
        }
    }

    void check(List<Integer> order, List<Optional<WiredStep>> steps) {
        for (int position : order) {
            steps.get(position)
                    .filter(step -> step.complete()
                            && inputTypes(step).size() == step.inputs().size())
                    .flatMap(this::signature)
                    .ifPresent(signature -> {
                        signatures.put(position, signature);
                        signature
                                .outputs()
                                .forEach((name, type) -> types.put(new Source.FromStep(position, name), type));
                    });
        }
    }

    private Map<String, TensorType> inputTypes(WiredStep step) {
        Map<String, TensorType> inputs = new LinkedHashMap<>();
        step.inputs().forEach((port, source) -> type(source).ifPresent(type -> inputs.put(port, type)));
        return inputs;
    }

    private Optional<Signature> signature(WiredStep step) {
        Map<String, TensorType> inputs = inputTypes(step);
        List<Problem> problems = new ArrayList<>();
        DimBindings dims = PortMatch.match(step.portsByName(), inputs, problems::add);
        Optional<Signature> signature = Optional.empty();
        if (problems.isEmpty()) {
            try {
                signature = Optional.of(step.resolved()
                        .kind()
                        .signature(new Typing(step.resolved().declaration(), inputs, dims, problems::add)));
            } catch (ArtifactException e) {
                StepProblems.report(step.resolved(), e, findings);
            }
        }
        problems.forEach(problem -> StepProblems.report(step.resolved(), problem, findings));
        return problems.isEmpty() ? signature : Optional.empty();
    }

    /** The type of a value; empty where a finding says why it has none. */
    Optional<TensorType> type(Source source) {
        return Optional.ofNullable(types.get(source));
    }

    Optional<Signature> signature(int position) {
        return Optional.ofNullable(signatures.get(position));
    }
}
