package dev.dormouse.knative.client;

import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.knative.serving.v1.RevisionTemplateSpec;
import io.fabric8.knative.serving.v1.RevisionTemplateSpecBuilder;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.knative.serving.v1.ServiceBuilder;
import io.fabric8.knative.serving.v1.TrafficTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The states of a service on the way of a push, each computed from the one before: candidate without traffic, then
 * traffic, or back. Traffic is always pinned to revisions by name, so that nothing that is merely newer gets any.
 */
final class ServiceEdits {
    /** More than Knative keeps of a function that is pushed every day. */
    private static final int REMEMBERED = 100;

    private ServiceEdits() {}

    /** A function that is not there yet: all traffic, as Knative wants 100 %, goes to the only revision. */
    static Service first(Service desired, String revision) {
        return with(desired, Split.all(revision), Optional.of(revision), Map.of(ServiceState.CANDIDATE, revision));
    }

    /**
     * The candidate's template, with its tag and no traffic; what has traffic keeps it. If nothing has passed yet, the
     * candidate takes the place of what is there.
     */
    static Service candidate(Service current, Service desired, String revision) {
        ServiceState state = new ServiceState(current);
        Optional<Split> traffic = state.isUnproven() ? Optional.empty() : state.traffic();
        Map<String, @Nullable String> marks = new HashMap<>();
        marks.put(ServiceState.CANDIDATE, revision);
        if (state.annotation(ServiceState.SERVING).isEmpty()) {
            traffic.ifPresent(split -> marks.put(ServiceState.SERVING, split.main()));
        }
        Service merged = new ServiceBuilder(current)
                .editMetadata()
                .addToLabels(Revisions.labels(desired.getMetadata()))
                .addToAnnotations(Revisions.annotations(desired.getMetadata()))
                .endMetadata()
                .editSpec()
                .withTemplate(template(current, desired, revision))
                .endSpec()
                .build();
        return with(merged, traffic.orElseGet(() -> Split.all(revision)), Optional.of(revision), marks);
    }

    /**
     * The same revision's template stays as the cluster has it: Knative fills in its defaults only under a new name, and
     * refuses a template that differs by them.
     */
    private static RevisionTemplateSpec template(Service current, Service desired, String revision) {
        boolean same = new ServiceState(current).revision().equals(Optional.of(revision));
        return (same ? current : desired).getSpec().getTemplate();
    }

    /** A candidate that has passed gets its share, and is remembered for it; with all of it, it is the one that serves. */
    static Service promoted(Service current, String revision, int percent) {
        ServiceState state = new ServiceState(current);
        Split split = state.traffic()
                .map(traffic -> traffic.giving(revision, percent))
                .orElseGet(() -> Split.all(revision));
        return shared(withPassed(current, revision), split, true);
    }

    private static Service withPassed(Service current, String revision) {
        List<String> passed = new ArrayList<>(new ServiceState(current).passed());
        passed.remove(revision);
        passed.add(revision);
        List<String> kept = passed.subList(Math.max(0, passed.size() - REMEMBERED), passed.size());
        return new ServiceBuilder(current)
                .editMetadata()
                .addToAnnotations(ServiceState.PASSED, String.join(",", kept))
                .endMetadata()
                .build();
    }

    /** Shares traffic anew; remembers who served before. */
    static Service shared(Service current, Split split, boolean endsPush) {
        ServiceState state = new ServiceState(current);
        Map<String, @Nullable String> marks = new HashMap<>();
        Optional<String> serving = state.annotation(ServiceState.SERVING);
        split.only().filter(only -> !serving.equals(Optional.of(only))).ifPresent(only -> {
            marks.put(ServiceState.SERVING, only);
            serving.ifPresent(before -> marks.put(ServiceState.PREVIOUS, before));
        });
        Optional<String> candidate = endsPush ? Optional.empty() : state.annotation(ServiceState.CANDIDATE);
        if (candidate.isEmpty()) {
            marks.put(ServiceState.CANDIDATE, null);
        }
        return with(current, split, candidate, marks);
    }

    /** Without the candidate: traffic as it is, and the template of the revision that has it, so that all is ready again. */
    static Service withoutCandidate(Service current, RevisionTemplateSpec template, Split traffic) {
        Service back = new ServiceBuilder(current)
                .editSpec()
                .withTemplate(template)
                .endSpec()
                .build();
        Map<String, @Nullable String> marks = new HashMap<>();
        marks.put(ServiceState.CANDIDATE, null);
        return with(back, traffic, Optional.empty(), marks);
    }

    /** The template that makes just this revision: its spec as it is, and the marks that are not Knative's own. */
    static RevisionTemplateSpec template(Revision revision) {
        return new RevisionTemplateSpecBuilder()
                .withNewMetadata()
                .withName(Revisions.name(revision))
                .withLabels(ownMarks(Revisions.labels(revision.getMetadata())))
                .withAnnotations(ownMarks(Revisions.annotations(revision.getMetadata())))
                .endMetadata()
                .withSpec(revision.getSpec())
                .build();
    }

    private static Map<String, String> ownMarks(Map<String, String> marks) {
        return marks.entrySet().stream()
                .filter(mark -> !mark.getKey().startsWith("serving.knative.dev/")
                        || mark.getKey().equals("serving.knative.dev/progress-deadline"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Service with(
            Service service, Split split, Optional<String> candidate, Map<String, @Nullable String> marks) {
        ServiceBuilder builder = new ServiceBuilder(service);
        marks.forEach((key, value) -> {
            if (value == null) {
                builder.editMetadata().removeFromAnnotations(key).endMetadata();
            } else {
                builder.editMetadata().addToAnnotations(key, value).endMetadata();
            }
        });
        List<TrafficTarget> targets = new ArrayList<>();
        split.percentages()
                .forEach((revision, percent) ->
                        targets.add(new TrafficTarget(null, null, (long) percent, revision, null, null)));
        candidate.ifPresent(
                revision -> targets.add(new TrafficTarget(null, null, 0L, revision, ServiceState.TAG, null)));
        targets.addAll(foreignTags(new ServiceState(service)));
        return builder.editSpec().withTraffic(targets).endSpec().build();
    }

    /** Tags that somebody else has given stay, without a share of their own. */
    private static List<TrafficTarget> foreignTags(ServiceState state) {
        return state.targets().stream()
                .filter(target -> target.getTag() != null && !ServiceState.TAG.equals(target.getTag()))
                .map(target -> new TrafficTarget(
                        target.getConfigurationName(),
                        target.getLatestRevision(),
                        0L,
                        target.getRevisionName(),
                        target.getTag(),
                        null))
                .toList();
    }
}
