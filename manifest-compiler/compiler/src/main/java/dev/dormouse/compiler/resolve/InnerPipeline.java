package dev.dormouse.compiler.resolve;

import dev.dormouse.plan.Artifact;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Gaps;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A compiled manifest as a kind of step: the inputs of its plan are the ports, whose named dims bind anew at each use.
 *
 * @param plan checked and tried by itself; the plan that uses it takes over its steps
 * @param steps as its manifest has them
 * @param rows whether row i of every output depends on row i of the inputs alone
 */
public record InnerPipeline(Plan plan, List<ResolvedStep> steps, Signature.Rows rows) implements StepKind {
    /** Between the name of the step and those of its inner steps; no name that a manifest gives has it. */
    public static final String SEPARATOR = "/";

    public InnerPipeline {
        steps = List.copyOf(steps);
    }

    /** Whether what its outputs lack may be something else than what its inputs lack. */
    public boolean hasBranches() {
        return steps.stream().anyMatch(InnerPipeline::joins)
                || plan.hasConditions()
                || plan.outputs().stream()
                        .anyMatch(output -> output.slot() < plan.inputs().size());
    }

    private static boolean joins(ResolvedStep step) {
        return step.kind() instanceof InnerPipeline inner
                ? inner.steps().stream().anyMatch(InnerPipeline::joins)
                : step.kind().gaps(step.declaration()) != Gaps.NARROW;
    }

    /** The file of an artifact of the plan. */
    ResolvedStep.ResolvedFile file(Artifact artifact) {
        return steps.stream()
                .flatMap(step -> step.files().values().stream())
                .filter(file -> file.artifact().sha256().equals(artifact.sha256()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String name() {
        return PipelineKind.NAME;
    }

    @Override
    public String summary() {
        return PipelineKind.SUMMARY;
    }

    @Override
    public List<Option> options() {
        return new PipelineKind().options();
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return plan.inputs().stream().map(InputPort::of).toList();
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of();
    }

    @Override
    public List<String> outputNames(Declaration declaration) {
        return plan.outputs().stream().map(Plan.Output::name).toList();
    }

    @Override
    public Signature signature(Typing typing) {
        Map<String, TensorType> outputs = new LinkedHashMap<>();
        for (Plan.Output output : plan.outputs()) {
            outputs.put(output.name(), type(output, typing));
        }
        return new Signature(outputs, rows);
    }

    /** An input that is handed through keeps the type that it comes with. */
    private TensorType type(Plan.Output output, Typing typing) {
        return output.slot() < plan.inputs().size()
                ? typing.input(plan.inputs().get(output.slot()).name())
                : typing.dims()
                        .substitute(plan.typeOf(output), typing.declaration().stepName());
    }

    @Override
    public Step open(StepContext context) {
        throw new IllegalStateException("its steps are opened one by one");
    }
}
