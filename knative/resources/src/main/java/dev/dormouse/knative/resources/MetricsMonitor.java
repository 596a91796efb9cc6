package dev.dormouse.knative.resources;

import dev.dormouse.plan.Plan;
import java.util.List;

/** A Prometheus operator's PodMonitor: the metrics of every replica of every revision; a sleeping function has none. */
public final class MetricsMonitor {
    private static final String INTERVAL = "15s";

    private MetricsMonitor() {}

    /** @throws RefusedName for a function whose one port speaks gRPC */
    public static KubeObject of(Plan plan, DeployOptions options) {
        if (options.door() != DeployOptions.Door.HTTP) {
            throw new RefusedName(
                    "metrics are read over HTTP, and the one port of the gRPC variant speaks HTTP/2 only");
        }
        return new KubeObject(Fields.of(
                "apiVersion",
                "monitoring.coreos.com/v1",
                "kind",
                "PodMonitor",
                "metadata",
                Marks.metadata(plan, options),
                "spec",
                Fields.of(
                        "selector", Fields.of("matchLabels", Fields.of("serving.knative.dev/service", options.name())),
                        "podMetricsEndpoints",
                                List.of(Fields.of(
                                        // Knative's name for the serving port of a pod
                                        "port", "user-port", "path", FunctionContainer.METRICS, "interval", INTERVAL)),
                        "podTargetLabels", List.of("serving.knative.dev/revision"))));
    }
}
