package dev.dormouse.knative.resources;

import dev.dormouse.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan as a Knative Service that scales to zero. */
public final class FunctionService {
    static final int DIGEST_DIGITS = 10;

    /** As long as Knative lets a request wait unasked: a wake-up that must pull the image first is no error. */
    private static final int TIMEOUT_SECONDS = 300;

    private FunctionService() {}

    /**
     * The service, its template named after a digest of all that the template says: equal input is the same revision, and
     * pushing it again changes nothing.
     *
     * @throws RefusedName if the cluster would refuse a label or an annotation
     */
    public static KubeObject of(Plan plan, DeployOptions options) {
        Map<String, Object> spec = Fields.of(
                "containerConcurrency",
                Concurrency.of(plan.execution()),
                "timeoutSeconds",
                TIMEOUT_SECONDS,
                "enableServiceLinks",
                false,
                "automountServiceAccountToken",
                false,
                "containers",
                List.of(FunctionContainer.forKnative(plan, options)));
        Map<String, Object> marks =
                Fields.of("labels", Marks.labels(plan, options), "annotations", Marks.revisionAnnotations(plan));
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", options.name() + "-" + digest(marks, spec));
        metadata.putAll(marks);
        return new KubeObject(Fields.of(
                "apiVersion",
                "serving.knative.dev/v1",
                "kind",
                "Service",
                "metadata",
                Marks.metadata(plan, options),
                "spec",
                Fields.of("template", Fields.of("metadata", metadata, "spec", spec))));
    }

    private static String digest(Map<String, Object> marks, Map<String, Object> spec) {
        return Marks.digest(Fields.of("metadata", marks, "spec", spec)).substring(0, DIGEST_DIGITS);
    }

    /** The name of the revision that a service made here asks for. */
    public static String revision(KubeObject service) {
        return String.valueOf(service.at("spec", "template", "metadata", "name"));
    }
}
