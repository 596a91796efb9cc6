package dev.dormouse.knative.client;

import dev.dormouse.knative.resources.Marks;
import io.fabric8.knative.pkg.apis.Condition;
import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.knative.serving.v1.RevisionStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads revisions. */
final class Revisions {
    /** By creation, then by the generation that asked for them. */
    static final Comparator<Revision> NEWEST_FIRST = Comparator.comparing(
                    (Revision revision) -> String.valueOf(revision.getMetadata().getCreationTimestamp()))
            .thenComparing(Revisions::generation)
            .reversed();

    private Revisions() {}

    static String name(Revision revision) {
        return revision.getMetadata().getName();
    }

    private static int generation(Revision revision) {
        String text = labels(revision.getMetadata()).getOrDefault("serving.knative.dev/configurationGeneration", "0");
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    static Map<String, String> labels(ObjectMeta metadata) {
        return Optional.ofNullable(metadata.getLabels()).orElse(Map.of());
    }

    static Map<String, String> annotations(ObjectMeta metadata) {
        return Optional.ofNullable(metadata.getAnnotations()).orElse(Map.of());
    }

    static Optional<Condition> condition(Revision revision, String type) {
        return find(
                Optional.ofNullable(revision.getStatus())
                        .map(RevisionStatus::getConditions)
                        .orElse(List.of()),
                type);
    }

    static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    static boolean isReady(Revision revision) {
        return condition(revision, "Ready")
                .map(condition -> "True".equals(condition.getStatus()))
                .orElse(false);
    }

    static boolean hasFailed(Revision revision) {
        return condition(revision, "Ready")
                .map(condition -> "False".equals(condition.getStatus()))
                .orElse(false);
    }

    /** Those that run or are just being started. */
    static int replicas(Revision revision) {
        Optional<RevisionStatus> status = Optional.ofNullable(revision.getStatus());
        return Math.max(
                status.map(RevisionStatus::getActualReplicas).orElse(0),
                status.map(RevisionStatus::getDesiredReplicas).orElse(0));
    }

    static String image(Revision revision) {
        return revision.getSpec().getContainers().isEmpty()
                ? ""
                : revision.getSpec().getContainers().get(0).getImage();
    }

    /** Of the manifest; empty if it has none. */
    static String version(Revision revision) {
        return annotations(revision.getMetadata()).getOrDefault(Marks.VERSION, "");
    }
}
