package dev.dormouse.functions;

import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.OvhTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pipeline as {@code GET /describe} tells it, with OVH's names of types, and -1 for every dim that is not fixed. */
final class Description {
    private Description() {}

    static byte[] json(Plan plan) {
        List<Object> inputs = new ArrayList<>();
        plan.inputs().forEach(port -> inputs.add(port(port.name(), port.type())));
        List<Object> outputs = new ArrayList<>();
        plan.outputs().forEach(output -> outputs.add(port(output.name(), plan.typeOf(output))));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", plan.metadata().name());
        body.put("version", plan.metadata().version());
        body.put("description", plan.metadata().description());
        body.put("inputs", inputs);
        body.put("outputs", outputs);
        body.put("rolling_windows_size", 1L);
        return PlanJson.encode(body);
    }

    private static Map<String, Object> port(String name, TensorType type) {
        Map<String, Object> port = new LinkedHashMap<>();
        port.put("name", name);
        port.put("type", OvhTypes.name(type.datatype()));
        port.put("shape", OvhTypes.shape(type));
        return port;
    }
}
