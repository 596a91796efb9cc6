package dev.dormouse.engine;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan with its steps opened. Thread-safe; {@link #run} is the whole way from input tensors to output tensors. */
public final class Pipeline implements AutoCloseable {
    private final Plan plan;
    private final List<OpenStep> steps;
    private final StepListener listener;

    private Pipeline(Plan plan, List<OpenStep> steps, StepListener listener) {
        this.plan = plan;
        this.steps = List.copyOf(steps);
        this.listener = listener;
    }

    /**
     * Opens every step.
     *
     * @throws BundleException if a file is not what the plan says, a step's kind is not there, or it cannot be opened
     */
    public static Pipeline open(Plan plan, Artifacts artifacts, StepCatalogue catalogue, StepListener listener) {
        List<OpenStep> opened = new ArrayList<>();
        try {
            for (Plan.PlanStep step : plan.steps()) {
                opened.add(OpenStep.open(plan, step, artifacts, catalogue));
            }
            return new Pipeline(plan, opened, listener);
        } catch (RuntimeException | Error e) {
            closeAll(opened).ifPresent(e::addSuppressed);
            throw e;
        }
    }

    public Plan plan() {
        return plan;
    }

    /**
     * Runs one request.
     *
     * @param inputs a tensor for every input of the plan, by name
     * @return a tensor for every output of the plan, in its order
     * @throws PipelineException INVALID_INPUT if the inputs do not fit; STEP_FAILED, with the step's name, if a step
     *     fails
     */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        return run(inputs, listener);
    }

    /** The same, and tells another listener too. */
    public Map<String, Tensor> observe(Map<String, Tensor> inputs, StepListener observer) {
        return run(inputs, (step, nanos, failed) -> {
            listener.onStep(step, nanos, failed);
            observer.onStep(step, nanos, failed);
        });
    }

    private Map<String, Tensor> run(Map<String, Tensor> inputs, StepListener listener) {
        Tensor[] slots = new Tensor[plan.slots().size()];
        ShapeCheck shapes = new ShapeCheck();
        shapes.inputs(plan.inputs(), inputs, slots);
        for (OpenStep step : steps) {
            step.run(slots, shapes, listener);
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Plan.Output output : plan.outputs()) {
            outputs.put(output.name(), slots[output.slot()]);
        }
        return outputs;
    }

    /**
     * Runs a request as far as the tensors that somebody wants to see.
     *
     * @return what the step is given, or what it makes, by its ports
     * @throws PipelineException as {@link #run}
     */
    public Map<String, Tensor> inspect(Map<String, Tensor> inputs, Inspection inspection) {
        Tensor[] slots = new Tensor[plan.slots().size()];
        ShapeCheck shapes = new ShapeCheck();
        shapes.inputs(plan.inputs(), inputs, slots);
        int last = inspection.step() + (inspection.side() == Inspection.Side.INPUT ? 0 : 1);
        for (OpenStep step : steps.subList(0, last)) {
            step.run(slots, shapes, listener);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        inspection.slots(plan).forEach((port, slot) -> tensors.put(port, slots[slot]));
        return tensors;
    }

    /** Closes every step, also when one fails to. */
    @Override
    public void close() {
        closeAll(steps).ifPresent(failure -> {
            throw failure;
        });
    }

    private static Optional<RuntimeException> closeAll(List<OpenStep> steps) {
        RuntimeException first = null;
        for (OpenStep step : steps) {
            try {
                step.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        return Optional.ofNullable(first);
    }
}
