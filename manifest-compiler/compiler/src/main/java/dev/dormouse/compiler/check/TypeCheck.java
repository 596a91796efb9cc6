package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.formula.FormulaException;
import dev.dormouse.formula.FormulaType;
import dev.dormouse.formula.FormulaTyping;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.DimBindings;
import dev.dormouse.step.PortMatch;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Datatype;
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
    private final Map<Integer, FormulaType> conditions = new HashMap<>();

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
                    .flatMap(WiredStep::when)
                    .flatMap(this::condition)
                    .ifPresent(type -> conditions.put(position, type));
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

    private Optional<FormulaType> condition(StepCondition condition) {
        Map<String, TensorType> reads = conditionTypes(condition);
        if (reads.size() < condition.reads().size()) {
            return Optional.empty();
        }
        try {
            FormulaType type = FormulaTyping.of(condition.formula(), reads);
            boolean fits = type.isTruth()
                    && (type.dims().isEmpty()
                            || (type.dims().size() == 1 && type.dims().get(0) instanceof Dim.Named));
            if (fits) {
                return Optional.of(type);
            }
            findings.error(
                    FindingCode.DM310,
                    condition.text().span(),
                    type.isTruth()
                            ? "the condition gives " + new TensorType(Datatype.BOOL, type.dims())
                                    + ": not one truth for each row, nor one for the request"
                            : "the condition gives " + (type.kind() == FormulaType.Kind.TEXT ? "a text" : "a number")
                                    + ", not true or false",
                    type.isTruth()
                            ? (type.dims().size() == 1
                                            ? "name the dim of the rows, as in FP32[n],"
                                            : "take one element of each row, as in x[0],")
                                    + " or ask of all of them, as in any(x > 0)"
                            : "compare it, as in 'x == \"fr\"' or 'x > 0.5'");
        } catch (FormulaException e) {
            condition.report(findings, e);
        }
        return Optional.empty();
    }

    /** The types of what a condition reads, as far as they are known. */
    Map<String, TensorType> conditionTypes(StepCondition condition) {
        Map<String, TensorType> reads = new LinkedHashMap<>();
        condition.reads().forEach((name, source) -> type(source).ifPresent(type -> reads.put(name, type)));
        return reads;
    }

    /** What a step's condition gives; empty where it has none, or a finding says what is wrong with it. */
    Optional<FormulaType> condition(int position) {
        return Optional.ofNullable(conditions.get(position));
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
