package dev.dormouse.knative.client;

import java.util.List;
import java.util.Optional;

/**
 * One function with its versions, newest first.
 *
 * @param candidate the revision of a push that is under way or was cut off
 * @param previous where a rollback goes, if that is known
 */
public record FunctionDetails(
        FunctionSummary summary,
        List<Condition> conditions,
        List<RevisionDetails> revisions,
        Optional<String> candidate,
        Optional<String> previous) {
    public FunctionDetails {
        conditions = List.copyOf(conditions);
        revisions = List.copyOf(revisions);
    }

    /** As Knative has it: {@code Ready}, {@code ConfigurationsReady}, {@code RoutesReady}; status True, False, Unknown. */
    public record Condition(String type, String status, String reason, String message) {}

    /**
     * One revision.
     *
     * @param ready True, False or Unknown, with the reason
     * @param plan the digest of its {@code plan.json}; empty if the image was deployed by something else
     * @param created as Kubernetes writes times
     */
    public record RevisionDetails(
            String name,
            int traffic,
            String version,
            String ready,
            int replicas,
            String image,
            String plan,
            String created) {}
}
