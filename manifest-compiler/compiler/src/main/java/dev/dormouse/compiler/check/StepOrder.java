package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An order in which every step comes after those it reads; otherwise the file's order. Each cycle is one finding. */
final class StepOrder {
    private final List<Optional<WiredStep>> steps;
    private final Findings findings;
    private final List<Integer> order = new ArrayList<>();
    private final Set<Integer> seen = new HashSet<>();
    /** The steps being walked, each read by the one before it, and what each of them still has to be asked for. */
    private final List<Integer> path = new ArrayList<>();

    private final List<Iterator<WiredStep.Read>> open = new ArrayList<>();
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

    /** Walks what a step reads, and what that reads; with a stack of its own, as chains may be longer than the JVM's. */
    private void visit(int start) {
        enter(start);
        while (!open.isEmpty()) {
            Iterator<WiredStep.Read> unread = open.get(open.size() - 1);
            int position = path.get(path.size() - 1);
            if (!unread.hasNext()) {
                open.remove(open.size() - 1);
                path.remove(path.size() - 1);
                order.add(position);
                continue;
            }
            WiredStep.Read read = unread.next();
            if (read.source() instanceof Source.FromStep from) {
                if (path.contains(from.step())) {
                    reportCycle(read.span(), from.step());
                } else {
                    enter(from.step());
                }
            }
        }
    }

    private void enter(int position) {
        if (seen.add(position)) {
            path.add(position);
            open.add(steps.get(position).map(step -> step.reads().iterator()).orElse(Collections.emptyIterator()));
        }
    }

    private void reportCycle(Span span, int start) {
        cyclic = true;
        String way = path.subList(path.indexOf(start), path.size()).stream()
                .map(this::name)
                .collect(Collectors.joining(" reads "));
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
                steps.get(from.step()).ifPresent(step -> step.reads().forEach(read -> open.add(read.source())));
            }
        }
        return needed;
    }
}
