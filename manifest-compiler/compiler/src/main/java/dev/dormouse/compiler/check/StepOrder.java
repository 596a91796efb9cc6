package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.step.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An order in which every step comes after those it reads; otherwise the file's order. Each cycle is one finding. */
final class StepOrder {
    private final List<Optional<WiredStep>> steps;
    private final Findings findings;
    private final List<Integer> order = new ArrayList<>();
    private final Set<Integer> done = new HashSet<>();
    private final List<Integer> path = new ArrayList<>();
    private boolean cyclic;

    StepOrder(List<Optional<WiredStep>> steps, Findings findings) {
        this.steps = steps;
        this.findings = findings;
    }

    /** Positions of the steps, or empty when there is a cycle. */
    Optional<List<Integer>> sort() {
        for (int i = 0; i < steps.size(); i++) {
            visit(i);
        }
        return cyclic ? Optional.empty() : Optional.of(order);
    }

    private void visit(int position) {
        if (done.contains(position)) {
            return;
        }
        path.add(position);
        steps.get(position)
                .ifPresent(step -> step.inputs().forEach((port, source) -> {
                    if (source instanceof Source.FromStep from) {
                        if (path.contains(from.step())) {
                            reportCycle(step, port, from.step());
                        } else {
                            visit(from.step());
                        }
                    }
                }));
        path.remove(path.size() - 1);
        done.add(position);
        order.add(position);
    }

    private void reportCycle(WiredStep reader, String port, int start) {
        cyclic = true;
        String way = path.subList(path.indexOf(start), path.size()).stream()
                .map(this::name)
                .collect(Collectors.joining(" reads "));
        Span span = reader.resolved().place(Problem.Place.input(port));
        findings.error(
                FindingCode.DM203,
                span,
                "step '" + name(start) + "' waits for itself",
                "wire one of these inputs to something that comes before the cycle",
                way + " reads " + name(start));
    }

    private String name(int position) {
        return steps.get(position).map(step -> step.resolved().name()).orElse("?");
    }

    /** The steps that the wanted sources need, directly or through others. */
    static Set<Integer> needed(List<Source> wanted, List<Optional<WiredStep>> steps) {
        Set<Integer> needed = new HashSet<>();
        List<Source> open = new ArrayList<>(wanted);
        while (!open.isEmpty()) {
            if (open.remove(open.size() - 1) instanceof Source.FromStep from && needed.add(from.step())) {
                steps.get(from.step())
                        .ifPresent(step -> open.addAll(step.inputs().values()));
            }
        }
        return needed;
    }
}
