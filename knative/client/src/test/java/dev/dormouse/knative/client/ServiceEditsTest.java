package dev.dormouse.knative.client;

import static dev.dormouse.knative.client.SplitTest.split;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.knative.serving.v1.ServiceBuilder;
import io.fabric8.knative.serving.v1.TrafficTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The states of a service on the way of a push, as traffic and marks. */
class ServiceEditsTest {
    private static final Service FIRST = ServiceEdits.first(desired("f-1"), "f-1");
    private static final Service SERVED = ServiceEdits.promoted(FIRST, "f-1", 100);

    @Test
    void theFirstHasAllTrafficAsKnativeWantsItButServesOnlyOncePassed() {
        assertThat(told(FIRST)).isEqualTo("f-1: f-1=100 f-1=0@next; candidate=f-1");
        assertThat(new ServiceState(FIRST).isUnproven()).isTrue();
        assertThat(told(SERVED)).isEqualTo("f-1: f-1=100; passed=f-1 serving=f-1");
        assertThat(new ServiceState(SERVED).isUnproven()).isFalse();
    }

    @Test
    void aFirstThatIsAlreadyWholeIsGivenAllHoweverLittleWasAsked() {
        assertThat(told(ServiceEdits.promoted(FIRST, "f-1", 10))).isEqualTo("f-1: f-1=100; passed=f-1 serving=f-1");
    }

    @Test
    void aCandidateHasATagAndNoTraffic() {
        Service candidate = ServiceEdits.candidate(SERVED, desired("f-2"), "f-2");
        assertThat(told(candidate)).isEqualTo("f-2: f-1=100 f-2=0@next; candidate=f-2 passed=f-1 serving=f-1");
        assertThat(told(ServiceEdits.promoted(candidate, "f-2", 100)))
                .isEqualTo("f-2: f-2=100; passed=f-1,f-2 previous=f-1 serving=f-2");
        assertThat(told(ServiceEdits.promoted(candidate, "f-2", 10)))
                .isEqualTo("f-2: f-1=90 f-2=10; passed=f-1,f-2 serving=f-1");
    }

    @Test
    void aCandidateThatFailsLeavesEverythingAsItWas() {
        Service candidate = ServiceEdits.candidate(SERVED, desired("f-2"), "f-2");
        Service back = ServiceEdits.withoutCandidate(candidate, SERVED.getSpec().getTemplate(), split("f-1=100"));
        assertThat(told(back)).isEqualTo(told(SERVED));
        assertThat(back.getSpec()).isEqualTo(SERVED.getSpec());
    }

    @Test
    void aLaterPushTakesThePlaceOfAnEarlierOne() {
        Service earlier = ServiceEdits.candidate(SERVED, desired("f-2"), "f-2");
        assertThat(told(ServiceEdits.candidate(earlier, desired("f-3"), "f-3")))
                .isEqualTo("f-3: f-1=100 f-3=0@next; candidate=f-3 passed=f-1 serving=f-1");
        assertThat(told(ServiceEdits.candidate(FIRST, desired("f-3"), "f-3")))
                .isEqualTo("f-3: f-3=100 f-3=0@next; candidate=f-3");
    }

    @Test
    void theSameRevisionsTemplateStaysWithTheDefaultsThatTheClusterFilledIn() {
        Service filled = new ServiceBuilder(FIRST)
                .editSpec()
                .editTemplate()
                .withNewSpec()
                .withTimeoutSeconds(300L)
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        assertThat(ServiceEdits.candidate(filled, desired("f-1"), "f-1").getSpec())
                .isEqualTo(filled.getSpec());
    }

    @Test
    void aCanaryGoesOnAndBack() {
        Service canary = ServiceEdits.promoted(ServiceEdits.candidate(SERVED, desired("f-2"), "f-2"), "f-2", 10);
        List<Revision> revisions = List.of(
                FakeKnative.ready("f-2").build(), FakeKnative.ready("f-1").build());
        assertThat(Rollbacks.target(new ServiceState(canary), revisions)).contains("f-1");
        Service whole = ServiceEdits.shared(canary, split("f-2=100"), false);
        assertThat(told(whole)).isEqualTo("f-2: f-2=100; passed=f-1,f-2 previous=f-1 serving=f-2");
        assertThat(Rollbacks.target(new ServiceState(whole), revisions)).contains("f-1");
        Service back = ServiceEdits.shared(whole, split("f-1=100"), false);
        assertThat(Rollbacks.target(new ServiceState(back), revisions)).contains("f-2");
    }

    @Test
    void aRollbackWithoutMemoryGoesToTheOlderOneThatIsReady() {
        Service passed = new ServiceBuilder(desired("f-3"))
                .editMetadata()
                .addToAnnotations(ServiceState.PASSED, "f-1,f-2")
                .endMetadata()
                .build();
        Service pinned = ServiceEdits.shared(passed, split("f-3=100"), false);
        Revision failed = FakeKnative.ready("f-2")
                .editStatus()
                .editFirstCondition()
                .withStatus("False")
                .endCondition()
                .endStatus()
                .build();
        assertThat(Rollbacks.target(
                        new ServiceState(pinned),
                        List.of(
                                FakeKnative.ready("f-3").build(),
                                failed,
                                FakeKnative.ready("f-1").build())))
                .contains("f-1");
        assertThat(Rollbacks.target(
                        new ServiceState(pinned),
                        List.of(FakeKnative.ready("f-3").build())))
                .isEmpty();
        assertThat(Rollbacks.target(
                        new ServiceState(pinned),
                        List.of(
                                FakeKnative.ready("f-3").build(),
                                FakeKnative.ready("f-0").build())))
                .as("ready, but never seen to pass")
                .isEmpty();
    }

    @Test
    void onlyTheLastHundredThatPassedAreRemembered() {
        Service service = FIRST;
        for (int i = 1; i <= 120; i++) {
            service = ServiceEdits.promoted(service, "f-" + i, 100);
        }
        assertThat(new ServiceState(service).passed())
                .hasSize(100)
                .startsWith("f-21")
                .endsWith("f-120");
    }

    @Test
    void trafficToTheLatestIsPinnedAndOthersTagsStay() {
        Service applied = new ServiceBuilder(desired("f-1"))
                .editSpec()
                .withTraffic(List.of(
                        new TrafficTarget(null, true, 100L, null, null, null),
                        new TrafficTarget(null, false, null, "f-0", "blue", null)))
                .endSpec()
                .withNewStatus()
                .withLatestReadyRevisionName("f-1")
                .endStatus()
                .build();
        assertThat(told(ServiceEdits.candidate(applied, desired("f-2"), "f-2")))
                .isEqualTo("f-2: f-1=100 f-2=0@next f-0=0@blue; candidate=f-2 serving=f-1");
    }

    @Test
    void aRevisionGivesItsTemplateBackWithoutKnativesOwnMarks() {
        Revision revision = FakeKnative.ready("f-1")
                .editMetadata()
                .withLabels(Map.of("team", "x", "serving.knative.dev/service", "f"))
                .withAnnotations(Map.of("autoscaling.knative.dev/max-scale", "3", "serving.knative.dev/creator", "me"))
                .endMetadata()
                .build();
        assertThat(ServiceEdits.template(revision).getMetadata().getName()).isEqualTo("f-1");
        assertThat(ServiceEdits.template(revision).getMetadata().getLabels()).isEqualTo(Map.of("team", "x"));
        assertThat(ServiceEdits.template(revision).getMetadata().getAnnotations())
                .isEqualTo(Map.of("autoscaling.knative.dev/max-scale", "3"));
    }

    private static Service desired(String revision) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("f")
                .endMetadata()
                .withNewSpec()
                .withNewTemplate()
                .withNewMetadata()
                .withName(revision)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Template: shares, with tags; marks. */
    static String told(Service service) {
        ServiceState state = new ServiceState(service);
        String traffic = state.targets().stream()
                .map(target -> target.getRevisionName() + "=" + target.getPercent()
                        + (target.getTag() == null ? "" : "@" + target.getTag()))
                .collect(Collectors.joining(" "));
        String marks =
                List.of(ServiceState.CANDIDATE, ServiceState.PASSED, ServiceState.PREVIOUS, ServiceState.SERVING)
                        .stream()
                        .flatMap(key ->
                                state
                                        .annotation(key)
                                        .map(value -> key.replace("dormouse.dev/", "") + "=" + value)
                                        .stream())
                        .collect(Collectors.joining(" "));
        return state.revision().orElse("") + ": " + traffic + "; " + marks;
    }

    @Test
    void readsNothingWhereThereIsNothing() {
        ServiceState state = new ServiceState(desired("f-1"));
        assertThat(state.traffic()).isEqualTo(Optional.empty());
        assertThat(state.isReady()).isFalse();
        assertThat(state.complaint()).isEmpty();
    }
}
