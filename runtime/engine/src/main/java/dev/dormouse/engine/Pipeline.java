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
    private final boolean isConditional;

    private Pipeline(Plan plan, List<OpenStep> steps, StepListener listener) {
        this.plan = plan;
        this.steps = List.copyOf(steps);
        this.listener = listener;
        this.isConditional = plan.hasConditions();
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
        return run(inputs, new StepListener() {
            @Override
            public void onStep(String step, long nanos, boolean failed) {
                listener.onStep(step, nanos, failed);
                observer.onStep(step, nanos, failed);
            }

            @Override
            public void onSkip(String step) {
                listener.onSkip(step);
                observer.onSkip(step);
            }
        });
    }

    /** The same steps with all conditions set aside, for trials: every step runs on every row. Don't close it. */
    public Pipeline unconditional() {
        return new Pipeline(plan.unconditional(), steps, listener);
    }

    private Map<String, Tensor> run(Map<String, Tensor> inputs, StepListener listener) {
        Tensor[] slots = new Tensor[plan.slots().size()];
        ShapeCheck shapes = new ShapeCheck();
        shapes.inputs(plan.inputs(), inputs, slots);
        if (isConditional) {
            ConditionalRun run = new ConditionalRun(slots, shapes, listener);
            steps.forEach(run::run);
            plan.outputs().forEach(output -> run.requireWhole(output.name(), output.slot()));
        } else {
            for (OpenStep step : steps) {
                step.run(slots, shapes, listener);
            }
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
     * @return the tensors that are asked for, by their names; of the rows that a step runs on
     * @throws PipelineException as {@link #run}; INVALID_INPUT if a condition keeps the step from the request
     */
    public Map<String, Tensor> inspect(Map<String, Tensor> inputs, Inspection inspection) {
        Tensor[] slots = new Tensor[plan.slots().size()];
        ShapeCheck shapes = new ShapeCheck();
        shapes.inputs(plan.inputs(), inputs, slots);
        List<OpenStep> running = steps.subList(0, inspection.steps());
        if (isConditional) {
            ConditionalRun run = new ConditionalRun(slots, shapes, listener);
            running.forEach(run::run);
            inspection.step().ifPresent(step -> run.narrow(steps.get(step)));
        } else {
            for (OpenStep step : running) {
                step.run(slots, shapes, listener);
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        inspection.slots().forEach((name, slot) -> {
            // a branch that did not run is nothing that a join is given
            if (slots[slot] != null) {
                tensors.put(name, slots[slot]);
            }
        });
        return tensors;
    }

    /**
     * Runs one step alone, for trials.
     *
     * @param inputs as {@link #inspect} gives them, or rows of them
     * @return what it makes, by its ports
     */
    public Map<String, Tensor> runStep(int step, Map<String, Tensor> inputs) {
        Tensor[] made = steps.get(step).compute(inputs.values().toArray(Tensor[]::new), new ShapeCheck(), listener);
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (String port : plan.steps().get(step).outputs().keySet()) {
            outputs.put(port, made[outputs.size()]);
        }
        return outputs;
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
