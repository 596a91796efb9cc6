package dev.dormouse.engine;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Options;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan of one step, FP32[n] to FP32[n], whose work a test gives as a function. */
final class TestPlans {
    private static final TensorType VECTOR = TensorType.of(Datatype.FP32, Dim.named("n"));

    private TestPlans() {}

    static Plan plan(Plan.Scale scale, Optional<Plan.Batching> batching, List<Plan.Example> examples) {
        return new Plan(
                new Plan.Metadata("test", "", "", Map.of(), Map.of()),
                List.of(new Port("x", VECTOR)),
                List.of(new Plan.Slot("x", VECTOR), new Plan.Slot("work.y", VECTOR)),
                List.of(new Plan.PlanStep("work", "work", Options.NONE, Map.of(), Map.of("x", 0), Map.of("y", 1))),
                List.of(new Plan.Output("y", 1)),
                examples,
                new Plan.Execution(Optional.of("n"), scale, batching, new Plan.Events("t", "s"), Map.of()));
    }

    /** Input x and output y of these types; nothing is batched. */
    static Plan plan(String input, String output) {
        TensorType in = TensorType.parse(input);
        TensorType out = TensorType.parse(output);
        Plan vectors = plan();
        return new Plan(
                vectors.metadata(),
                List.of(new Port("x", in)),
                List.of(new Plan.Slot("x", in), new Plan.Slot("work.y", out)),
                vectors.steps(),
                vectors.outputs(),
                List.of(),
                new Plan.Execution(
                        Optional.empty(),
                        Plan.Scale.DEFAULT,
                        Optional.empty(),
                        vectors.execution().events(),
                        Map.of()));
    }

    static Plan plan() {
        return plan(Plan.Scale.DEFAULT, Optional.empty(), List.of());
    }

    static Pipeline open(Plan plan, Step work) {
        return open(plan, "FP32[n]", work);
    }

    /** With the pattern that the kind's input has. */
    static Pipeline open(Plan plan, String pattern, Step work) {
        return Pipeline.open(
                plan,
                artifact -> {
                    throw new BundleException("no files here");
                },
                StepCatalogue.of(List.of(new Work(pattern, work))),
                StepListener.NONE);
    }

    static Map<String, Tensor> inputs(float... values) {
        return Map.of("x", NumericTensor.of(Shape.of(values.length), values));
    }

    static float[] floats(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.shape().elementCount())];
        ((NumericTensor) tensor).floats().get(values);
        return values;
    }

    /** Doubles every element. */
    static Tensor[] doubled(Tensor[] inputs) {
        float[] values = floats(inputs[0]);
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
        return new Tensor[] {NumericTensor.of(inputs[0].shape(), values)};
    }

    private record Work(String pattern, Step step) implements StepKind {
        @Override
        public String name() {
            return "work";
        }

        @Override
        public String summary() {
            return "Does what the test says.";
        }

        @Override
        public List<Option> options() {
            return List.of();
        }

        @Override
        public List<InputPort> inputs(Declaration declaration) {
            return List.of(InputPort.required("x", pattern, "numbers"));
        }

        @Override
        public List<OutputPort> outputs() {
            return List.of(new OutputPort("y", "FP32[n]", "numbers"));
        }

        @Override
        public Signature signature(Typing typing) {
            return Signature.of("y", typing.input("x"), Signature.Rows.INDEPENDENT);
        }

        @Override
        public Step open(StepContext context) {
            return step;
        }
    }
}
