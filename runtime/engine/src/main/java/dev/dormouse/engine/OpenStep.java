package dev.dormouse.engine;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Branch;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Gaps;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.JoinStep;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An opened step of a plan: takes its inputs from the slots, runs, puts its outputs into theirs. */
final class OpenStep implements AutoCloseable {
    private final String name;
    private final Step step;
    private final int[] reads;
    private final boolean[] asBytes;
    private final int[] writes;
    private final List<TensorType> writtenTypes;
    private final Gaps gaps;
    private final Optional<Condition> condition;

    private OpenStep(Plan.PlanStep declared, Opened opened, StepContext context, Optional<Condition> condition) {
        this.name = declared.name();
        this.step = opened.step();
        this.gaps = opened.gaps();
        this.condition = condition;
        boolean[] asBytes = opened.asBytes();
        this.reads = slots(declared.inputs());
        this.asBytes = asBytes;
        this.writes = slots(declared.outputs());
        this.writtenTypes =
                context.outputs().stream().map(StepContext.Wire::type).toList();
    }

    /** What a kind has made of a declaration. */
    private record Opened(Step step, boolean[] asBytes, Gaps gaps) {}

    /** What a step does, to be timed and named in failures. */
    private interface Work {
        Tensor[] run() throws Exception;
    }

    private static int[] slots(Map<String, Integer> ports) {
        return ports.values().stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Opens a step.
     *
     * @throws BundleException if a file is not what the plan says, the step's kind is not there, or it cannot be opened
     */
    static OpenStep open(Plan plan, Plan.PlanStep step, Artifacts artifacts, StepCatalogue catalogue) {
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
            Optional<Condition> condition = step.when().map(when -> Condition.open(plan, when));
            Opened opened = new Opened(kind.open(context), asBytes(kind, context), kind.gaps(declaration));
            return new OpenStep(step, opened, context, condition);
        } catch (Exception | LinkageError e) {
            throw BundleException.ofStep(step.name(), "cannot be opened: " + reason(e), e);
        }
    }

    private static List<StepContext.Wire> wires(Plan plan, Map<String, Integer> ports) {
        return ports.entrySet().stream()
                .map(port -> new StepContext.Wire(
                        port.getKey(), plan.slots().get(port.getValue()).type()))
                .toList();
    }

    /** Which inputs are STRING where the kind takes BYTES. A kind with files is not asked: it would read them again. */
    private static boolean[] asBytes(StepKind kind, StepContext context) {
        boolean[] asBytes = new boolean[context.inputs().size()];
        if (!context.declaration().files().isEmpty()) {
            return asBytes;
        }
        for (int i = 0; i < asBytes.length; i++) {
            StepContext.Wire wire = context.inputs().get(i);
            asBytes[i] = wire.type().datatype() == Datatype.STRING
                    && kind.inputs(context.declaration()).stream()
                            .filter(port ->
                                    kind.acceptsAnyInputs() || port.name().equals(wire.port()))
                            .map(InputPort::pattern)
                            .anyMatch(pattern -> takesOnlyBytes(pattern.datatypes()));
        }
        return asBytes;
    }

    private static boolean takesOnlyBytes(Set<Datatype> datatypes) {
        return datatypes.contains(Datatype.BYTES) && !datatypes.contains(Datatype.STRING);
    }

    /** Runs on whole values. */
    void run(Tensor[] slots, ShapeCheck shapes, StepListener listener) {
        Tensor[] inputs = new Tensor[reads.length];
        for (int i = 0; i < reads.length; i++) {
            inputs[i] = slots[reads[i]];
        }
        Tensor[] outputs = compute(inputs, shapes, listener);
        for (int i = 0; i < writes.length; i++) {
            slots[writes[i]] = outputs[i];
        }
    }

    /** Runs on these inputs; returns the outputs that somebody reads. */
    Tensor[] compute(Tensor[] inputs, ShapeCheck shapes, StepListener listener) {
        for (int i = 0; i < inputs.length; i++) {
            if (asBytes[i] && inputs[i] instanceof TextTensor text) {
                inputs[i] = text.toBytes();
            }
        }
        return timed(() -> step.run(inputs), shapes, listener);
    }

    /** Joins what is there of its inputs to so many rows. */
    Tensor[] join(Branch[] inputs, int rows, ShapeCheck shapes, StepListener listener) {
        return timed(() -> ((JoinStep) step).join(inputs, rows), shapes, listener);
    }

    private Tensor[] timed(Work work, ShapeCheck shapes, StepListener listener) {
        long start = System.nanoTime();
        boolean failed = true;
        try {
            Tensor[] outputs = work.run();
            Tensor[] checked = new Tensor[writes.length];
            for (int i = 0; i < writes.length; i++) {
                checked[i] = checked(writtenTypes.get(i), outputs[i], shapes);
            }
            failed = false;
            return checked;
        } catch (PipelineException e) {
            throw e.at(name);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new PipelineException(ErrorCode.STEP_FAILED, "step '" + name + "' failed: " + reason(e), e).at(name);
        } finally {
            listener.onStep(name, System.nanoTime() - start, failed);
        }
    }

    String name() {
        return name;
    }

    /** The slots of its inputs. */
    int[] reads() {
        return reads;
    }

    /** The slots of its outputs. */
    int[] writes() {
        return writes;
    }

    Gaps gaps() {
        return gaps;
    }

    Optional<Condition> condition() {
        return condition;
    }

    /** The type of its first output, which begins with the dim of the rows if the step runs on some of them. */
    TensorType writtenType() {
        return writtenTypes.get(0);
    }

    /** Models may declare shapes that they do not keep, so every output is checked. */
    private static Tensor checked(TensorType type, Tensor tensor, ShapeCheck shapes) {
        Optional<String> mismatch = shapes.mismatch(type, tensor);
        if (mismatch.isPresent()) {
            throw new OutputTypeException("it declares an output " + type + ", but " + mismatch.get());
        }
        return ShapeCheck.asDeclared(type, tensor);
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    @Override
    public void close() {
        step.close();
    }
}
