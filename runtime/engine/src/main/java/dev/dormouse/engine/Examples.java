package dev.dormouse.engine;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.plan.Port;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.Shapes;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs a plan's examples: at compile as a check, at start as the warm-up, at a rollout as its gate. */
public final class Examples {
    private Examples() {}

    /**
     * Runs one example.
     *
     * @return what differs from the expected outputs, one sentence an output; empty if all is as it says
     * @throws PipelineException if it cannot be run
     */
    public static List<String> differences(Pipeline pipeline, Plan.Example example) {
        return differences(pipeline.plan(), example, pipeline.run(inputs(pipeline.plan(), example)));
    }

    /**
     * Compares what a function has answered to an example, as JSON.
     *
     * @return as above; an answer that cannot be read is a difference too
     */
    public static List<String> differences(Plan plan, Plan.Example example, byte[] answer) {
        List<Port> ports = plan.outputs().stream()
                .map(output -> new Port(output.name(), plan.typeOf(output)))
                .toList();
        try {
            return differences(plan, example, JsonInputs.read(answer, ports, Shapes.EXACT));
        } catch (PipelineException e) {
            return List.of("the answer is not what the plan gives: " + e.getMessage());
        }
    }

    private static List<String> differences(Plan plan, Plan.Example example, Map<String, Tensor> actual) {
        Map<String, Tensor> expected = expected(plan, example);
        List<String> differences = new ArrayList<>();
        expected.forEach((name, want) ->
                compare(name, Objects.requireNonNull(actual.get(name)), want, example.tolerance(), differences));
        return differences;
    }

    /** The example's inputs as tensors. */
    public static Map<String, Tensor> inputs(Plan plan, Plan.Example example) {
        return read(example.inputs(), plan.inputs());
    }

    private static Map<String, Tensor> expected(Plan plan, Plan.Example example) {
        List<Port> ports = plan.outputs().stream()
                .filter(output -> example.outputs().containsKey(output.name()))
                .map(output -> new Port(output.name(), plan.typeOf(output)))
                .toList();
        return read(example.outputs(), ports);
    }

    private static Map<String, Tensor> read(Map<String, Object> values, List<Port> ports) {
        return JsonInputs.read(PlanJson.encode(values), ports, Shapes.EXACT);
    }

    private static void compare(String name, Tensor actual, Tensor expected, double tolerance, List<String> out) {
        if (!actual.shape().equals(expected.shape())) {
            out.add("output '" + name + "' has the shape " + actual.shape() + ", the example says " + expected.shape());
            return;
        }
        for (int i = 0; i < expected.shape().elementCount(); i++) {
            if (!same(actual, expected, i, tolerance)) {
                String place = expected.shape().elementCount() == 1 ? "" : ", element " + i + " of " + actual.shape();
                out.add("output '" + name + "'" + place + " is " + show(actual, i) + ", the example says "
                        + show(expected, i));
                return;
            }
        }
    }

    private static boolean same(Tensor actual, Tensor expected, int i, double tolerance) {
        if (expected instanceof NumericTensor want && actual instanceof NumericTensor have) {
            if (!want.datatype().isFloating()) {
                return want.getLong(i) == have.getLong(i);
            }
            double difference = Math.abs(want.getDouble(i) - have.getDouble(i));
            return difference <= tolerance || Double.compare(want.getDouble(i), have.getDouble(i)) == 0;
        }
        if (expected instanceof TextTensor want && actual instanceof TextTensor have) {
            return want.get(i).equals(have.get(i));
        }
        return expected instanceof BytesTensor want
                && actual instanceof BytesTensor have
                && Arrays.equals(want.get(i), have.get(i));
    }

    private static String show(Tensor tensor, int i) {
        if (tensor instanceof NumericTensor numbers) {
            return numbers.datatype().isFloating()
                    ? Double.toString(numbers.getDouble(i))
                    : Long.toString(numbers.getLong(i));
        }
        return tensor instanceof TextTensor text ? "'" + text.get(i) + "'" : "other bytes";
    }
}
