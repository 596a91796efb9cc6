package dev.dormouse.functions;

import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.OvhTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A pipeline as {@code GET /describe} tells it, with OVH's names of types, and -1 for every dim that is not fixed. What
 * comes from a manifest of OVH's is told as it stands there, with the fields of its tensors. What a model does with
 * missing or invalid values of an input is its {@code description}.
 */
final class Description {
    static final String INPUTS = "ovh/inputs";
    private static final String OUTPUTS = "ovh/outputs";
    private static final String ROLLING_WINDOWS_SIZE = "ovh/rolling-windows-size";

    private Description() {}

    static byte[] json(Plan plan) {
        List<Object> inputs = new ArrayList<>();
        Map<?, ?> remarks = (Map<?, ?>) annotated(plan, Plan.INPUT_REMARKS, Map.of());
        for (Port input : plan.inputs()) {
            Map<String, Object> port = port(EvalNames.shown(plan, input.name()), input.type());
            Object remark = remarks.get(input.name());
            if (remark != null) {
                port.put("description", remark);
            }
            inputs.add(port);
        }
        List<Object> outputs = new ArrayList<>();
        plan.outputs().forEach(output -> outputs.add(port(EvalNames.shown(plan, output.name()), plan.typeOf(output))));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", plan.metadata().name());
        body.put("version", plan.metadata().version());
        body.put("description", plan.metadata().description());
        body.put("inputs", annotated(plan, INPUTS, inputs));
        body.put("outputs", annotated(plan, OUTPUTS, outputs));
        body.put("rolling_windows_size", annotated(plan, ROLLING_WINDOWS_SIZE, 1L));
        return PlanJson.encode(body);
    }

    /** The JSON of an annotation that the compiler wrote. */
    private static Object annotated(Plan plan, String annotation, Object otherwise) {
        String json = plan.metadata().annotations().get(annotation);
        return json == null
                ? otherwise
                : Objects.requireNonNull(PlanJson.decode(json.getBytes(StandardCharsets.UTF_8)), annotation);
    }

    private static Map<String, Object> port(String name, TensorType type) {
        Map<String, Object> port = new LinkedHashMap<>();
        port.put("name", name);
        port.put("type", OvhTypes.name(type.datatype()));
        port.put("shape", OvhTypes.shape(type));
        return port;
    }
}
