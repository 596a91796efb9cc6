package dev.dormouse.knative.resources;

import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Labels and annotations: the manifest's, and those by which people and programs find a function. */
public final class Marks {
    /** Carries {@link #OWN} on everything that is made here. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    public static final String OWN = "dormouse";
    /** The manifest's version. */
    public static final String VERSION = "dormouse.dev/version";
    /** The digest of {@code plan.json}. */
    public static final String PLAN = "dormouse.dev/plan";

    private static final String DESCRIPTION = "dormouse.dev/description";
    /** Annotations that Knative reads on a revision, not on the service. */
    private static final List<String> OF_A_REVISION = List.of(
            "autoscaling.knative.dev/",
            "queue.sidecar.serving.knative.dev/",
            "serving.knative.dev/progress-deadline",
            "features.knative.dev/");

    private Marks() {}

    static Map<String, Object> labels(Plan plan, DeployOptions options) {
        Plan.Metadata metadata = plan.metadata();
        NameRules.checkLabels(metadata.labels());
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("app.kubernetes.io/name", options.name());
        if (!metadata.version().isEmpty() && NameRules.isLabelValue(metadata.version())) {
            labels.put("app.kubernetes.io/version", metadata.version());
        }
        labels.put("app.kubernetes.io/component", "function");
        labels.putAll(metadata.labels());
        labels.put(MANAGED_BY, OWN);
        return labels;
    }

    /** For the service and every other object. */
    static Map<String, Object> annotations(Plan plan) {
        Plan.Metadata metadata = plan.metadata();
        NameRules.checkAnnotations(metadata.annotations());
        Map<String, Object> annotations = new LinkedHashMap<>();
        if (!metadata.description().isEmpty()) {
            annotations.put(DESCRIPTION, metadata.description());
        }
        metadata.annotations().forEach((key, value) -> {
            // a cluster takes 256 KiB of annotations, a model may have thousands of inputs
            if (!isOfARevision(key) && !key.equals(Plan.INPUT_REMARKS)) {
                annotations.put(key, value);
            }
        });
        return annotations;
    }

    /** For a revision: which plan it runs, how far it scales, and what the manifest says to Knative. */
    static Map<String, Object> revisionAnnotations(Plan plan) {
        Plan.Scale scale = plan.execution().scale();
        Map<String, Object> annotations = new LinkedHashMap<>();
        annotations.put("autoscaling.knative.dev/min-scale", Integer.toString(scale.min()));
        annotations.put("autoscaling.knative.dev/max-scale", Integer.toString(scale.max()));
        plan.metadata().annotations().forEach((key, value) -> {
            if (isOfARevision(key)) {
                annotations.put(key, value);
            }
        });
        if (!plan.metadata().version().isEmpty()) {
            annotations.put(VERSION, plan.metadata().version());
        }
        annotations.put(PLAN, "sha256:" + sha256(PlanJson.write(plan)));
        return annotations;
    }

    /** Name, namespace, labels and annotations of an object beside the service. */
    static Map<String, Object> metadata(Plan plan, DeployOptions options) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", options.name());
        options.namespace().ifPresent(namespace -> metadata.put("namespace", namespace));
        metadata.put("labels", labels(plan, options));
        Map<String, Object> annotations = annotations(plan);
        if (!annotations.isEmpty()) {
            metadata.put("annotations", annotations);
        }
        return metadata;
    }

    private static boolean isOfARevision(String key) {
        return OF_A_REVISION.stream().anyMatch(key::startsWith);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String digest(Object value) {
        return sha256(PlanJson.encode(value));
    }
}
