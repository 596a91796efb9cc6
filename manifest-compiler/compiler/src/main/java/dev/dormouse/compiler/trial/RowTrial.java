package dev.dormouse.compiler.trial;

import dev.dormouse.engine.Batch;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Runs rows alone and together, short ones beside long ones: what a row gives must not depend on its company. */
final class RowTrial {
    /** How far a number may be from the one that the row gives alone. */
    private static final double TOLERANCE = 1e-4;

    private RowTrial() {}

    /** Why requests may not be joined, or empty when the trial found no difference. */
    static Optional<String> refusal(Pipeline pipeline) {
        List<Map<String, Tensor>> rows = new ArrayList<>();
        List<Map<String, Tensor>> alone = new ArrayList<>();
        for (Map<String, Tensor> row : SampleInputs.rows(pipeline.plan())) {
            if (!rows.isEmpty() && !Batch.joinable(rows.get(0), row)) {
                continue;
            }
            try {
                alone.add(pipeline.run(row));
                rows.add(row);
            } catch (PipelineException e) {
                // A made-up row that the pipeline refuses says nothing about rows in company.
                continue;
            }
        }
        if (rows.size() < 2) {
            return Optional.of("there are not two rows to try; add examples");
        }
        Map<String, Tensor> together;
        try {
            together = pipeline.run(Batch.join(rows));
        } catch (PipelineException e) {
            return Optional.of("rows that run alone fail together: " + e.getMessage());
        }
        for (int i = 0; i < rows.size(); i++) {
            for (Map.Entry<String, Tensor> output : alone.get(i).entrySet()) {
                Tensor joined = Objects.requireNonNull(together.get(output.getKey()));
                if (joined.shape().dim(0) != rows.size() || differs(output.getValue(), joined.rows(i, i + 1))) {
                    return Optional.of("output '" + output.getKey() + "' of one row depends on the other rows");
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a row gives something else alone than in company. */
    static boolean differs(Tensor alone, Tensor together) {
        if (!alone.shape().equals(together.shape())) {
            return true;
        }
        if (alone instanceof NumericTensor a && together instanceof NumericTensor b) {
            for (int i = 0; i < a.size(); i++) {
                double x = a.getDouble(i);
                double y = b.getDouble(i);
                if (Double.compare(x, y) != 0 && !(Math.abs(x - y) <= TOLERANCE)) {
                    return true;
                }
            }
            return false;
        }
        if (alone instanceof TextTensor a && together instanceof TextTensor b) {
            return !a.values().equals(b.values());
        }
        return !(alone instanceof BytesTensor a && together instanceof BytesTensor b) || differ(a, b);
    }

    private static boolean differ(BytesTensor a, BytesTensor b) {
        for (int i = 0; i < a.shape().elementCount(); i++) {
            if (!Arrays.equals(a.get(i), b.get(i))) {
                return true;
            }
        }
        return false;
    }
}
