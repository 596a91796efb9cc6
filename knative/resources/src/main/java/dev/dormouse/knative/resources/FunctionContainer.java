package dev.dormouse.knative.resources;

import dev.dormouse.plan.Plan;
import java.util.List;
import java.util.Map;

/** The one container of a function's pod, and what its pod must not have. */
final class FunctionContainer {
    static final String NAME = "function";
    static final String METRICS = "/metrics";

    private FunctionContainer() {}

    /** For Knative, which adds its own proxy beside it and rewrites the probes to the serving port. */
    static Map<String, Object> forKnative(Plan plan, DeployOptions options) {
        DeployOptions.Door door = options.door();
        Map<String, Object> container = Fields.of(
                "name", NAME,
                "image", options.image(),
                "ports", List.of(Fields.of("name", door.portName(), "containerPort", door.port())),
                "readinessProbe", readiness(door),
                "livenessProbe", liveness(door),
                "resources", ResourceNeeds.of(plan),
                "securityContext", security());
        return withDoor(container, door);
    }

    /** For KServe, which asks for this container name and says over which port it is reached. */
    static Map<String, Object> forKserve(Plan plan, DeployOptions options) {
        DeployOptions.Door door = options.door();
        Map<String, Object> container = Fields.of(
                "name", "kserve-container",
                "image", options.image(),
                "ports", List.of(Fields.of("name", door.portName(), "containerPort", door.port(), "protocol", "TCP")),
                "readinessProbe", readiness(door),
                "livenessProbe", liveness(door),
                "resources", ResourceNeeds.of(plan),
                "securityContext", security());
        return withDoor(container, door);
    }

    /** A function speaks gRPC only where it is told a port. */
    private static Map<String, Object> withDoor(Map<String, Object> container, DeployOptions.Door door) {
        if (door == DeployOptions.Door.H2C) {
            container.put(
                    "env", List.of(Fields.of("name", "DORMOUSE_GRPC_PORT", "value", Integer.toString(door.port()))));
        }
        return container;
    }

    /**
     * Ready is: models loaded, examples run. Without {@code periodSeconds} Knative's proxy looks every 50 ms until it is;
     * with one, the kubelet would look once a second at best, and a wake-up would wait for that. There is no startup
     * probe for the same reason: readiness would only be looked at after it.
     */
    private static Map<String, Object> readiness(DeployOptions.Door door) {
        return probe(door, "/q/health/ready");
    }

    /** A model may load for two minutes before a function that does not answer is started anew. */
    private static Map<String, Object> liveness(DeployOptions.Door door) {
        Map<String, Object> probe = probe(door, "/q/health/live");
        probe.putAll(Fields.of("periodSeconds", 10, "timeoutSeconds", 5, "failureThreshold", 12));
        return probe;
    }

    private static Map<String, Object> probe(DeployOptions.Door door, String path) {
        return door == DeployOptions.Door.H2C
                ? Fields.of("grpc", Fields.of("port", door.port()))
                : Fields.of("httpGet", Fields.of("path", path, "port", door.port()));
    }

    /** What the "restricted" pod security standard asks, and a root file system that cannot be written. */
    private static Map<String, Object> security() {
        return Fields.of(
                "runAsNonRoot", true,
                "readOnlyRootFilesystem", true,
                "allowPrivilegeEscalation", false,
                "capabilities", Fields.of("drop", List.of("ALL")),
                "seccompProfile", Fields.of("type", "RuntimeDefault"));
    }
}
