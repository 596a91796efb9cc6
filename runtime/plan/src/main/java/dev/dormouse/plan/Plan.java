package dev.dormouse.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A checked pipeline, ready to open. Values live in numbered slots: the pipeline's inputs take the first ones, each
 * step writes its own. Steps stand in an order in which every slot is written before it is read. Names are unique among
 * inputs and steps, and among outputs.
 */
public record Plan(
        Metadata metadata,
        List<Port> inputs,
        List<Slot> slots,
        List<PlanStep> steps,
        List<Output> outputs,
        List<Example> examples,
        Execution execution) {

    /** The annotation with what models say about inputs beyond their types: JSON of texts by input. */
    public static final String INPUT_REMARKS = "dormouse.dev/input-remarks";

    public Plan {
        inputs = List.copyOf(inputs);
        slots = List.copyOf(slots);
        steps = List.copyOf(steps);
        outputs = List.copyOf(outputs);
        examples = List.copyOf(examples);
        checkNames(inputs, steps, outputs);
        checkSlots(inputs, slots, steps, outputs);
        if (execution.batchDim().isPresent()) {
            checkBatchDim(execution.batchDim().get(), inputs, slots, outputs);
        }
    }

    private static void checkNames(List<Port> inputs, List<PlanStep> steps, List<Output> outputs) {
        Set<String> names = new HashSet<>();
        inputs.forEach(input -> require(names.add(input.name()), "two inputs are named " + input.name()));
        steps.forEach(step -> require(names.add(step.name()), "two steps or inputs are named " + step.name()));
        Set<String> results = new HashSet<>();
        outputs.forEach(output -> require(results.add(output.name()), "two outputs are named " + output.name()));
        require(!outputs.isEmpty(), "a pipeline without outputs");
    }

    private static void checkSlots(List<Port> inputs, List<Slot> slots, List<PlanStep> steps, List<Output> outputs) {
        Set<Integer> written = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            require(
                    i < slots.size() && slots.get(i).type().equals(inputs.get(i).type()),
                    "input " + i + " has no slot");
            written.add(i);
        }
        for (PlanStep step : steps) {
            for (Map.Entry<String, Integer> input : step.inputs().entrySet()) {
                require(
                        written.contains(input.getValue()),
                        step.name() + "." + input.getKey() + " reads an empty slot");
            }
            step.when()
                    .ifPresent(when -> when.reads()
                            .forEach((name, slot) -> require(
                                    written.contains(slot),
                                    "the condition of " + step.name() + " reads an empty slot: " + name)));
            for (Map.Entry<String, Integer> output : step.outputs().entrySet()) {
                int slot = output.getValue();
                require(slot >= 0 && slot < slots.size(), step.name() + "." + output.getKey() + " writes no slot");
                require(written.add(slot), step.name() + "." + output.getKey() + " writes a slot twice");
            }
        }
        for (Output output : outputs) {
            require(written.contains(output.slot()), "output " + output.name() + " reads an empty slot");
        }
    }

    private static void checkBatchDim(String dim, List<Port> inputs, List<Slot> slots, List<Output> outputs) {
        Stream.concat(
                        inputs.stream().map(Port::type),
                        outputs.stream().map(output -> slots.get(output.slot()).type()))
                .forEach(type -> require(
                        type.rank() > 0 && type.dim(0).equals(Dim.named(dim)),
                        type + " does not start with the batch dim " + dim));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("not a plan: " + message);
        }
    }

    /** The declared type of an output. */
    public TensorType typeOf(Output output) {
        return slots.get(output.slot()).type();
    }

    /** Whether some step has a condition. */
    public boolean hasConditions() {
        return steps.stream().anyMatch(step -> step.when().isPresent());
    }

    /** The same plan with all conditions set aside. */
    public Plan unconditional() {
        List<PlanStep> always = steps.stream().map(PlanStep::always).toList();
        return new Plan(metadata, inputs, slots, always, outputs, examples, execution);
    }

    /** {@code version} and {@code description} are empty when the manifest has none. */
    public record Metadata(
            String name,
            String version,
            String description,
            Map<String, String> labels,
            Map<String, String> annotations) {
        public Metadata {
            labels = Ordered.copyOf(labels);
            annotations = Ordered.copyOf(annotations);
        }
    }

    /** A place for one value of one request; {@code name} is the reference that a manifest would use. */
    public record Slot(String name, TensorType type) {}

    /** A named result of the pipeline. */
    public record Output(String name, int slot) {}

    /**
     * One step: its kind, checked options, files by the option that names them, and slots by port. {@code outputs}
     * holds only the outputs that somebody reads, in the order in which the kind must return them. A step with a
     * condition runs on the rows, or for the requests, for which it is true.
     */
    public record PlanStep(
            String name,
            String kind,
            Options options,
            Map<String, Artifact> artifacts,
            Map<String, Integer> inputs,
            Map<String, Integer> outputs,
            Optional<When> when) {
        public PlanStep {
            artifacts = Ordered.copyOf(artifacts);
            inputs = Ordered.copyOf(inputs);
            outputs = Ordered.copyOf(outputs);
        }

        /** A step that always runs. */
        public PlanStep(
                String name,
                String kind,
                Options options,
                Map<String, Artifact> artifacts,
                Map<String, Integer> inputs,
                Map<String, Integer> outputs) {
            this(name, kind, options, artifacts, inputs, outputs, Optional.empty());
        }

        /** The same step, which always runs. */
        public PlanStep always() {
            return new PlanStep(name, kind, options, artifacts, inputs, outputs);
        }
    }

    /**
     * A step's condition: a formula that is true or not for each row (BOOL[n]) or for the request (BOOL).
     *
     * @param reads the slots that its references stand for, by their names in the formula, without quotes
     */
    public record When(String formula, Map<String, Integer> reads) {
        public When {
            reads = Ordered.copyOf(reads);
            require(!reads.isEmpty(), "a condition that reads nothing");
        }
    }

    /** Values in plain JSON form (scalars, lists), as the manifest gives them; {@code outputs} may name some only. */
    public record Example(Map<String, Object> inputs, Map<String, Object> outputs, double tolerance) {
        public Example {
            inputs = Ordered.copyOf(inputs);
            outputs = Ordered.copyOf(outputs);
        }
    }

    /**
     * How to run it. {@code batchDim} is the name of the dim along which requests may be joined and cut: the first of
     * every input and output; empty when that is not proven.
     */
    public record Execution(
            Optional<String> batchDim,
            Scale scale,
            Optional<Batching> batching,
            Events events,
            Map<String, Object> resources) {
        public Execution {
            resources = Ordered.copyOf(resources);
        }
    }

    /** Replicas, and requests at once in one replica; {@code concurrency} 0 means: as many as there are processors. */
    public record Scale(int min, int max, int concurrency) {
        public static final Scale DEFAULT = new Scale(0, 10, 0);

        public Scale {
            if (min < 0 || max < min || concurrency < 0) {
                throw new IllegalArgumentException("scale needs 0 <= min <= max and concurrency >= 0");
            }
        }
    }

    /** Join up to {@code maxSize} rows, waiting at most {@code maxDelayMicros} for company. */
    public record Batching(int maxSize, long maxDelayMicros) {
        public Batching {
            if (maxSize < 1 || maxDelayMicros < 0) {
                throw new IllegalArgumentException("batching needs maxSize >= 1 and maxDelay >= 0");
            }
        }
    }

    /** Type and source of the event that answers an event. */
    public record Events(String type, String source) {}
}
