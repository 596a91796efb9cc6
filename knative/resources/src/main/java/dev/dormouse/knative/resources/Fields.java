package dev.dormouse.knative.resources;

import java.util.LinkedHashMap;
import java.util.Map;

/** Ordered maps of a resource, written as pairs. */
final class Fields {
    private Fields() {}

    /** Keys and values by turns. */
    static Map<String, Object> of(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
