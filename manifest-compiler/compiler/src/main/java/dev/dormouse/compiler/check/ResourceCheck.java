package dev.dormouse.compiler.check;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.manifest.Quantity;
import dev.dormouse.compiler.resolve.InnerPipeline;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.plan.Plan;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A memory limit that cannot even hold the models' files. */
final class ResourceCheck {
    private static final double MIB = 1 << 20;
    /** A lower bound of what a function takes beside its files, in MiB; an estimate, not measured on its own. */
    private static final double BASE_MIB = 96;

    /** What engines take over that at least, by step kind: memory that is not a mapped file. */
    private static final Map<String, Double> ENGINE_MIB = Map.of("tensorflow", 64.0, "torchscript", 64.0);

    private ResourceCheck() {}

    /** That of the step, or those of an inner pipeline's. */
    private static Stream<String> kinds(ResolvedStep step) {
        return step.kind() instanceof InnerPipeline inner
                ? inner.plan().steps().stream().map(Plan.PlanStep::kind)
                : Stream.of(step.kind().name());
    }

    static void check(Manifest manifest, List<Optional<ResolvedStep>> steps, Findings findings) {
        Object limits = manifest.execution().resources().value().get("limits");
        Optional<BigDecimal> memory = limits instanceof Map<?, ?> map && map.get("memory") != null
                ? Quantity.parse(String.valueOf(map.get("memory")))
                : Optional.empty();
        double models = steps.stream()
                .flatMap(Optional::stream)
                .flatMap(step -> step.files().values().stream())
                .mapToDouble(file -> file.artifact().size())
                .sum();
        double base = BASE_MIB
                + steps.stream()
                        .flatMap(Optional::stream)
                        .flatMap(ResourceCheck::kinds)
                        .distinct()
                        .mapToDouble(kind -> ENGINE_MIB.getOrDefault(kind, 0.0))
                        .sum();
        double needed = models + base * MIB;
        if (memory.isPresent() && memory.get().doubleValue() < needed) {
            findings.error(
                    FindingCode.DM502,
                    manifest.execution().resources().span(),
                    "the memory limit is %.0f MiB, but the files alone have %.0f MiB and the runtime takes %.0f MiB"
                            .formatted(memory.get().doubleValue() / MIB, models / MIB, base),
                    "raise resources.limits.memory to at least %.0fMi".formatted(Math.ceil(needed / MIB)));
        }
    }
}
