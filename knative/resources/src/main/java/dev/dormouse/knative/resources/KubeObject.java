package dev.dormouse.knative.resources;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One Kubernetes resource as plain values: maps in the order in which people read them, lists, strings, numbers,
 * booleans.
 */
public record KubeObject(Map<String, Object> fields) {
    public KubeObject {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        for (String key : List.of("apiVersion", "kind", "metadata")) {
            if (!fields.containsKey(key)) {
                throw new IllegalArgumentException("a resource without " + key);
            }
        }
    }

    public String kind() {
        return String.valueOf(fields.get("kind"));
    }

    public String name() {
        return String.valueOf(at("metadata", "name"));
    }

    /** The value under these keys, one map in another; the keys must be there. */
    Object at(String... keys) {
        Object value = fields;
        for (String key : keys) {
            Object inner = value instanceof Map<?, ?> map ? map.get(key) : null;
            if (inner == null) {
                throw new IllegalArgumentException("no " + String.join(".", keys) + " in " + kind());
            }
            value = inner;
        }
        return value;
    }

    /** As one YAML document. */
    public String yaml() {
        return Yaml.write(fields);
    }

    /** As YAML documents in one text, for {@code kubectl apply -f -}. */
    public static String yaml(List<KubeObject> objects) {
        return objects.stream().map(KubeObject::yaml).collect(Collectors.joining("---\n"));
    }
}
