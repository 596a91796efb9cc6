package dev.dormouse.knative.resources;

import dev.dormouse.plan.Artifact;
import dev.dormouse.plan.Plan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A container's {@code resources}: those of the manifest, and a request where it says nothing. Memory by the size of
 * the plan's files (read once and held once by the engine, over what the runtime takes), processor time a share that
 * lets many functions onto a small node: a pod that drains keeps its request for half a minute, in which the next one
 * must find room beside it. There is no limit by default: a start may take every processor that is idle.
 */
final class ResourceNeeds {
    private static final long MIB = 1 << 20;
    /** Measured: about 195 MB resident with a model of 23 MB on JDK 25. */
    private static final long RUNTIME_MIB = 144;

    /** What an engine takes over that, by step kind. Measured: 373 MB resident with a SavedModel of 0.8 MB, 135 MB added by PyTorch, 44 to 59 MB by PMML. */
    private static final Map<String, Long> ENGINE_MIB = Map.of("tensorflow", 240L, "torchscript", 160L, "pmml", 64L);

    private static final int FILES = 2;
    private static final long STEP_MIB = 32;
    /** Measured: a wake-up takes as long as with 250m, and does not wait for draining pods. */
    private static final String CPU = "100m";

    private ResourceNeeds() {}

    static Map<String, Object> of(Plan plan) {
        Map<?, ?> written = plan.execution().resources();
        Map<String, Object> requests = section(written, "requests");
        Map<String, Object> limits = section(written, "limits");
        Map<String, Object> asked = new LinkedHashMap<>();
        // with a limit alone Kubernetes asks for as much, which no default of ours may exceed
        if (!limits.containsKey("cpu")) {
            asked.put("cpu", CPU);
        }
        if (!limits.containsKey("memory")) {
            asked.put("memory", memory(plan) + "Mi");
        }
        asked.putAll(requests);
        Map<String, Object> resources = new LinkedHashMap<>();
        if (!asked.isEmpty()) {
            resources.put("requests", asked);
        }
        if (!limits.isEmpty()) {
            resources.put("limits", limits);
        }
        return resources;
    }

    /** In MiB. */
    private static long memory(Plan plan) {
        Map<String, Long> sizes = new HashMap<>();
        plan.steps().stream()
                .flatMap(step -> step.artifacts().values().stream())
                .forEach((Artifact file) -> sizes.put(file.sha256(), file.size()));
        long files = sizes.values().stream().mapToLong(Long::longValue).sum();
        long engines = plan.steps().stream()
                .map(Plan.PlanStep::kind)
                .distinct()
                .mapToLong(kind -> ENGINE_MIB.getOrDefault(kind, 0L))
                .sum();
        long needed = RUNTIME_MIB + engines + FILES * ((files + MIB - 1) / MIB);
        return (needed + STEP_MIB - 1) / STEP_MIB * STEP_MIB;
    }

    private static Map<String, Object> section(Map<?, ?> resources, String name) {
        Map<String, Object> texts = new LinkedHashMap<>();
        if (resources.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        }
        return texts;
    }
}
