package dev.dormouse.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Targets measured beside each other, at one connection and at eight. Rounds alternate between them, so that a busy
 * machine disturbs all of them alike; the figures are medians over the rounds, and compare with the first target in the
 * same round. The clients run on the same processors as the server; processor
 * time is that of both.
 */
final class Rounds {
    private final List<Target> targets;
    private final int requests;
    private final Map<String, List<Load.Result>> alone = new LinkedHashMap<>();
    private final Map<String, List<Load.Result>> eight = new LinkedHashMap<>();
    private final Map<String, List<Double>> processorMillis = new LinkedHashMap<>();
    private final LongSupplier processorNanos;

    /**
     * What is to be measured.
     *
     * @param requests how many different ones each target knows
     * @param processorNanos the processor time that the client and the server have taken so far
     */
    Rounds(List<Target> targets, int requests, LongSupplier processorNanos) {
        this.targets = List.copyOf(targets);
        this.requests = requests;
        this.processorNanos = processorNanos;
    }

    /** @param millis how long a target is loaded in a round, at one connection and again at eight */
    void run(int rounds, long millis) throws Exception {
        for (Target target : targets) {
            Load.run(target, 1, requests, 2 * millis);
            Load.run(target, 8, requests, 2 * millis);
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < targets.size(); i++) {
                Target target = targets.get((i + round) % targets.size());
                long before = processorNanos.getAsLong();
                Load.Result one = Load.run(target, 1, requests, millis);
                long taken = processorNanos.getAsLong() - before;
                add(alone, target, one);
                processorMillis
                        .computeIfAbsent(target.name(), name -> new ArrayList<>())
                        .add(taken / 1e6 / one.nanos().length);
                add(eight, target, Load.run(target, 8, requests, millis));
            }
        }
    }

    private static void add(Map<String, List<Load.Result>> results, Target target, Load.Result result) {
        results.computeIfAbsent(target.name(), name -> new ArrayList<>()).add(result);
    }

    /** A row for each target. */
    void print(PrintStream out) {
        String first = targets.get(0).name();
        out.printf(
                "| | p50 ms | p99 ms | processor ms | over %1$s, ms | of %1$s | at 8: answers/s | of %1$s | p50 ms | p99 ms |%n",
                first);
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (Target target : targets) {
            List<Load.Result> one = results(alone, target);
            List<Load.Result> many = results(eight, target);
            out.printf(
                    "| %s | %.2f | %.2f | %.2f | %+.2f | %.2f | %.0f | %.2f | %.2f | %.2f |%n",
                    target.name(),
                    quantile(one, 0.5),
                    quantile(one, 0.99),
                    Medians.of(Objects.requireNonNull(processorMillis.get(target.name()))),
                    compared(alone, one, (a, b) -> a.millis(0.5) - b.millis(0.5)),
                    compared(alone, one, (a, b) -> a.millis(0.5) / b.millis(0.5)),
                    Medians.of(many.stream().map(Load.Result::perSecond).toList()),
                    compared(eight, many, (a, b) -> a.perSecond() / b.perSecond()),
                    quantile(many, 0.5),
                    quantile(many, 0.99));
        }
    }

    private static List<Load.Result> results(Map<String, List<Load.Result>> results, Target target) {
        return Objects.requireNonNull(results.get(target.name()));
    }

    private static double quantile(List<Load.Result> results, double quantile) {
        return Medians.of(
                results.stream().map(result -> result.millis(quantile)).toList());
    }

    private interface Comparison {
        double of(Load.Result target, Load.Result first);
    }

    private double compared(Map<String, List<Load.Result>> all, List<Load.Result> results, Comparison comparison) {
        List<Load.Result> first = results(all, targets.get(0));
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            values.add(comparison.of(results.get(i), first.get(i)));
        }
        return Medians.of(values);
    }
}
