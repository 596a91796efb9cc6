package dev.dormouse.engine;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
                opened.add(open(plan, step, artifacts, catalogue));
            }
            return new Pipeline(plan, opened, listener);
        } catch (RuntimeException e) {
            opened.forEach(OpenStep::close);
            throw e;
        }
    }

    private static OpenStep open(Plan plan, Plan.PlanStep step, Artifacts artifacts, StepCatalogue catalogue) {
        StepKind kind = catalogue
                .find(step.kind())
                .orElseThrow(() -> BundleException.ofStep(
                        step.name(),
                        "uses '" + step.kind() + "', but the engine for it is not on the class path",
                        null));
        Map<String, Path> files = new HashMap<>();
        step.artifacts().forEach((option, artifact) -> files.put(option, artifacts.path(artifact)));
        Declaration declaration = new Declaration(step.name(), step.options(), files);
        StepContext context = new StepContext(declaration, wires(plan, step.inputs()), wires(plan, step.outputs()));
        try {
            return new OpenStep(step, kind.open(context));
        } catch (Exception e) {
            throw BundleException.ofStep(step.name(), "cannot be opened: " + e.getMessage(), e);
        }
    }

    private static List<StepContext.Wire> wires(Plan plan, Map<String, Integer> ports) {
        return ports.entrySet().stream()
                .map(port -> new StepContext.Wire(
                        port.getKey(), plan.slots().get(port.getValue()).type()))
                .toList();
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
        Tensor[] slots = new Tensor[plan.slots().size()];
        ShapeCheck shapes = new ShapeCheck();
        shapes.inputs(plan.inputs(), inputs, slots);
        for (OpenStep step : steps) {
            step.run(slots, plan, shapes, listener);
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Plan.Output output : plan.outputs()) {
            outputs.put(output.name(), slots[output.slot()]);
        }
        return outputs;
    }

    @Override
    public void close() {
        steps.forEach(OpenStep::close);
    }

    /** A step with its slots. */
    private static final class OpenStep {
        private final String name;
        private final Step step;
        private final int[] reads;
        private final int[] writes;

        OpenStep(Plan.PlanStep declared, Step step) {
            this.name = declared.name();
            this.step = step;
            this.reads = slots(declared.inputs());
            this.writes = slots(declared.outputs());
        }

        private static int[] slots(Map<String, Integer> ports) {
            return ports.values().stream().mapToInt(Integer::intValue).toArray();
        }

        void run(Tensor[] slots, Plan plan, ShapeCheck shapes, StepListener listener) {
            Tensor[] inputs = new Tensor[reads.length];
            for (int i = 0; i < reads.length; i++) {
                inputs[i] = slots[reads[i]];
            }
            long start = System.nanoTime();
            boolean failed = true;
            try {
                Tensor[] outputs = step.run(inputs);
                for (int i = 0; i < writes.length; i++) {
                    slots[writes[i]] = checked(plan.slots().get(writes[i]).type(), outputs[i], shapes);
                }
                failed = false;
            } catch (PipelineException e) {
                throw e.at(name);
            } catch (Exception e) {
                throw new PipelineException(ErrorCode.STEP_FAILED, "step '" + name + "' failed: " + e.getMessage(), e)
                        .at(name);
            } finally {
                listener.onStep(name, System.nanoTime() - start, failed);
            }
        }

        /** Models may declare shapes that they do not keep, so every output is checked. */
        private static Tensor checked(TensorType type, Tensor tensor, ShapeCheck shapes) {
            Optional<String> mismatch = shapes.mismatch(type, tensor);
            if (mismatch.isPresent()) {
                throw new IllegalStateException("it declares an output " + type + ", but " + mismatch.get());
            }
            return tensor;
        }

        void close() {
            step.close();
        }
    }
}
