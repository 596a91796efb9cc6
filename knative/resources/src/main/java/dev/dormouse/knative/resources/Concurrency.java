package dev.dormouse.knative.resources;

import dev.dormouse.plan.Plan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/**
 * How many requests Knative lets into one replica at once ({@code containerConcurrency}); the next ones wait in its
 * queue, and from 70 % on it starts another replica.
 *
 * <p>A manifest's {@code scale.concurrency} is taken as it is. Without one: the processors that the manifest asks for
 * (limit, else request, rounded up, at least 1), twice, since the host computes one run while another waits; and, if
 * the compiler has proven that requests may be joined, times {@code batching.maxSize}, so that a batch can fill up.
 */
final class Concurrency {
    /** Knative's own upper bound as it is installed. */
    private static final int MOST = 1000;

    private static final int RUNS_A_PROCESSOR = 2;

    private Concurrency() {}

    static int of(Plan.Execution execution) {
        if (execution.scale().concurrency() > 0) {
            return Math.min(MOST, execution.scale().concurrency());
        }
        int joined = execution.batchDim().isPresent()
                ? execution.batching().map(Plan.Batching::maxSize).orElse(1)
                : 1;
        return (int) Math.min(MOST, (long) RUNS_A_PROCESSOR * processors(execution.resources()) * joined);
    }

    private static int processors(Map<String, Object> resources) {
        return cpu(resources.get("limits"))
                .or(() -> cpu(resources.get("requests")))
                .map(cpu -> cpu.setScale(0, RoundingMode.CEILING).intValue())
                .map(cpu -> Math.max(1, cpu))
                .orElse(1);
    }

    private static Optional<BigDecimal> cpu(@org.jspecify.annotations.Nullable Object section) {
        Object text = section instanceof Map<?, ?> map ? map.get("cpu") : null;
        if (text == null) {
            return Optional.empty();
        }
        String quantity = String.valueOf(text);
        try {
            return Optional.of(
                    quantity.endsWith("m")
                            ? new BigDecimal(quantity.substring(0, quantity.length() - 1)).movePointLeft(3)
                            : new BigDecimal(quantity));
        } catch (NumberFormatException e) {
            return Optional.empty(); // a rare unit of Kubernetes, as in 1k: no machine has that many
        }
    }
}
