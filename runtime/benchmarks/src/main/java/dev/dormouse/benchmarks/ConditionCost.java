package dev.dormouse.benchmarks;

import dev.dormouse.engine.Pipeline;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * What a condition costs: ten cheap steps without any, and the same ten each with one, over eight rows of which all, half
 * or none are for them. Rounds alternate; printed are medians in microseconds a run of the pipeline.
 */
public final class ConditionCost {
    private static final int ROUNDS = 21;
    private static final int RUNS = 5_000;
    private static final int ROWS = 8;

    private ConditionCost() {}

    public static void main(String[] arguments) {
        Pipeline plain = Sample.compile(Path.of("runtime/benchmarks/manifests/ten-steps.yaml"))
                .pipeline();
        Pipeline when = Sample.compile(Path.of("runtime/benchmarks/manifests/ten-steps-when.yaml"))
                .pipeline();
        String[] names = {"no conditions", "all rows", "half of the rows", "no row"};
        double[][] micros = new double[names.length][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            micros[0][round] = micros(plain, rows(1, 1));
            micros[1][round] = micros(when, rows(1, 1));
            micros[2][round] = micros(when, rows(1, -1));
            micros[3][round] = micros(when, rows(-1, -1));
        }
        for (int i = 0; i < names.length; i++) {
            double[] warm = Arrays.copyOfRange(micros[i], ROUNDS / 2, ROUNDS);
            Arrays.sort(warm);
            System.out.printf("%-20s %.2f us%n", names[i], warm[warm.length / 2]);
        }
    }

    private static Map<String, Tensor> rows(float even, float odd) {
        NumericTensor rows = NumericTensor.of(Shape.of(ROWS, 4), new float[ROWS * 4]);
        for (int i = 0; i < rows.size(); i++) {
            rows.setDouble(i, i / 4 % 2 == 0 ? even : odd);
        }
        return Map.of("x", rows);
    }

    private static double micros(Pipeline pipeline, Map<String, Tensor> inputs) {
        long start = System.nanoTime();
        for (int i = 0; i < RUNS; i++) {
            pipeline.run(inputs);
        }
        return (System.nanoTime() - start) / 1e3 / RUNS;
    }
}
