package dev.dormouse.functions;

import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.plan.Port;
import dev.dormouse.protocol.OvhLeniency;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Under which names OVH's API shows inputs and outputs, and what may be left out, as the compiler noted it. */
final class EvalNames {
    private static final String NAMES = "ovh/names";
    private static final String OPTIONAL_INPUTS = "ovh/optional-inputs";

    private EvalNames() {}

    /** The name at OVH's API of an input or output. */
    static String shown(Plan plan, String name) {
        return names(plan).getOrDefault(name, name);
    }

    static OvhLeniency leniency(Plan plan) {
        return new OvhLeniency(names(plan), optional(plan));
    }

    /** Whether a request may lack the input. */
    static boolean mayLack(Plan plan, Port input) {
        return leniency(plan).mayLack(input);
    }

    private static Set<String> optional(Plan plan) {
        Set<String> optional = new HashSet<>();
        String json = plan.metadata().annotations().get(OPTIONAL_INPUTS);
        if (json != null && decode(json) instanceof List<?> list) {
            list.forEach(name -> optional.add(String.valueOf(name)));
        }
        return optional;
    }

    private static Map<String, String> names(Plan plan) {
        Map<String, String> names = new HashMap<>();
        String json = plan.metadata().annotations().get(NAMES);
        if (json != null && decode(json) instanceof Map<?, ?> map) {
            map.forEach((name, shown) -> names.put(String.valueOf(name), String.valueOf(shown)));
        }
        return names;
    }

    /** A manifest may have the annotation with anything in it, which then says nothing. */
    static Object decode(String json) {
        try {
            Object value = PlanJson.decode(json.getBytes(StandardCharsets.UTF_8));
            return value == null ? Map.of() : value;
        } catch (RuntimeException e) {
            return Map.of();
        }
    }
}
