package dev.dormouse.knative.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.knative.client.ClusterException.Reason;
import dev.dormouse.knative.resources.DeployOptions;
import dev.dormouse.knative.resources.FunctionService;
import dev.dormouse.knative.resources.KubeObject;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole pushes against a cluster that does what it is asked, but for what a test takes away from it. */
class RolloutTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String FORBIDDEN =
            "revisions.serving.knative.dev is forbidden: User \"ci\" cannot get resource \"revisions\" in API group"
                    + " \"serving.knative.dev\" in the namespace \"demo\"";
    private static final KubeObject FIRST = version('1');
    private static final KubeObject SECOND = version('2');
    private static final KubeObject THIRD = version('3');

    private final List<String> told = new ArrayList<>();
    private FakeApi api;
    private FakeKnative knative;
    private FakeFunction function;
    private Cluster cluster;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
        knative = new FakeKnative(api, "wine");
        function = new FakeFunction(plan());
        cluster = api.cluster();
    }

    @AfterEach
    void stop() {
        cluster.close();
        function.close();
        api.close();
    }

    @Test
    void aVersionIsCandidateThenServesAndIsRememberedForHavingPassed() {
        assertThat(push(FIRST).traffic()).isEqualTo(Split.all(name(FIRST)));
        assertThat(function.asked()).containsExactly("next-wine.demo.invalid");
        push(SECOND);
        assertThat(told()).isEqualTo("SECOND=100; passed=FIRST,SECOND previous=FIRST serving=SECOND");
        assertThat(new Functions(cluster).rollback("wine", Optional.empty())).isEqualTo(Split.all(name(FIRST)));
    }

    @Test
    void aFailingExampleOfAFirstVersionLeavesNothing() {
        function.answers("{\"cultivar\": [\"class_9\"]}");
        RolloutException failure = catchThrowableOfType(RolloutException.class, () -> push(FIRST));
        assertThat(failure.diagnosis().headline()).isEqualTo("the function does not answer as its examples say");
        assertThat(failure.aftermath()).isEqualTo("nothing is left of it on the cluster");
        assertThat(knative.service()).isEmpty();
    }

    @Test
    void whateverTheClusterAnswersOnTheWayTheCandidateIsTakenBack() {
        push(FIRST);
        String look = "GET " + FakeKnative.REVISIONS + "/" + name(SECOND);
        // the last look before it is entered, then the first one after it
        api.refuse(look, 404, "not found").refuse(look, 403, FORBIDDEN);
        assertThatThrownBy(() -> push(SECOND)).isInstanceOfSatisfying(ClusterException.class, failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(failure.begun()).isTrue();
        });
        assertThat(told()).isEqualTo("FIRST=100; passed=FIRST serving=FIRST");
        assertThat(told).contains("traffic is as it was: " + name(FIRST) + " 100 %");
    }

    @Test
    void aClusterThatDoesNotAnswerForAMomentFailsNoPush() {
        push(FIRST);
        knative.silentFor(7); // the client itself asks again, but not so often
        push(SECOND);
        assertThat(told()).isEqualTo("SECOND=100; passed=FIRST,SECOND previous=FIRST serving=SECOND");
    }

    /** Also what is tidied up just after the candidate was entered. */
    @Test
    void aCandidateThatCannotBeTidiedUpIsTakenBackToo() {
        push(FIRST);
        new Candidacies(cluster).enter("wine", cluster.typed(SECOND), name(SECOND)); // and then killed
        knative.fail(name(SECOND));
        api.refuse("DELETE " + FakeKnative.REVISIONS + "/" + name(SECOND), 403, FORBIDDEN.replace("get", "delete"));
        assertThatThrownBy(() -> push(THIRD)).hasMessageContaining("ci may not delete revisions.serving.knative.dev");
        assertThat(told()).isEqualTo("FIRST=100; passed=FIRST serving=FIRST");
    }

    @Test
    void whoWasOvertakenTakesNothingBack() {
        push(FIRST);
        function.onReady(() -> new Candidacies(cluster).enter("wine", cluster.typed(THIRD), name(THIRD)));
        assertThatThrownBy(() -> push(SECOND)).hasMessageContaining("another push of wine came after this one");
        assertThat(told()).isEqualTo("FIRST=100 THIRD=0@next; candidate=THIRD passed=FIRST serving=FIRST");
    }

    @Test
    void aRouteThatIsSlowAfterTheSwitchIsToldAsWhatItIs() {
        push(FIRST);
        function.onExample(knative::withoutRoutes);
        RolloutException failure =
                catchThrowableOfType(RolloutException.class, () -> push(SECOND, Duration.ofSeconds(2)));
        assertThat(failure.diagnosis().text())
                .contains("the address was not set up within 2 s", "RoutesReady: Ingress has not yet been reconciled.");
        assertThat(failure.aftermath()).isEqualTo("its examples passed, and its traffic was set; dormouse show wine");
        assertThat(told()).startsWith("SECOND=100;");
    }

    @Test
    void theLimitIsOneOfTheExamplesToo() {
        push(FIRST);
        function.hangs();
        RolloutException failure =
                catchThrowableOfType(RolloutException.class, () -> push(SECOND, Duration.ofSeconds(2)));
        assertThat(failure.diagnosis().text())
                .contains("example 1: not answered: no whole answer within")
                .contains("example 2 to 3: not asked, as the 2 s are over");
        assertThat(failure.aftermath()).isEqualTo("traffic is as it was: " + name(FIRST) + " 100 %");
    }

    @Test
    void aPushThatWasCutOffGetsNoTrafficByOtherWays() {
        push(FIRST);
        new Candidacies(cluster).enter("wine", cluster.typed(SECOND), name(SECOND)); // and then killed
        push(THIRD);
        assertThat(knative.revisions()).containsExactly(name(FIRST), name(SECOND), name(THIRD));
        Functions functions = new Functions(cluster);
        String refusal =
                name(SECOND) + " has not passed its examples: its push was cut off or overtaken; push it again";
        assertThatThrownBy(() -> functions.share("wine", Map.of(name(SECOND), 10, name(THIRD), 90)))
                .hasMessage(refusal);
        assertThatThrownBy(() -> functions.rollback("wine", Optional.of(name(SECOND))))
                .hasMessage(refusal);
        assertThat(functions.rollback("wine", Optional.empty())).isEqualTo(Split.all(name(FIRST)));
    }

    @Test
    void theSamePushCarriesOn() {
        push(FIRST);
        new Candidacies(cluster).enter("wine", cluster.typed(SECOND), name(SECOND)); // and then killed
        assertThat(push(SECOND).traffic()).isEqualTo(Split.all(name(SECOND)));
        assertThat(told).contains("revision " + name(SECOND) + ", known already; no traffic yet");
    }

    private Deployed push(KubeObject service) {
        return push(service, LIMIT);
    }

    private Deployed push(KubeObject service, Duration limit) {
        Ingress ingress = new Ingress(cluster, Optional.of(function.address()));
        return new Rollout(cluster, ingress, told::add, limit).deploy(service, plan(), 100);
    }

    private static KubeObject version(char digit) {
        String image = "registry.example/wine@sha256:" + String.valueOf(digit).repeat(64);
        return FunctionService.of(plan(), DeployOptions.of("wine", image).withNamespace("demo"));
    }

    private static String name(KubeObject service) {
        return FunctionService.revision(service);
    }

    private static Plan plan() {
        try {
            return PlanJson.read(Files.readAllBytes(Path.of("../resources/src/test/resources/plans/wine.json")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Shares and marks of the service, the three versions by their names here. */
    private String told() {
        String text = ServiceEditsTest.told(knative.service().orElseThrow());
        return Map.of("FIRST", FIRST, "SECOND", SECOND, "THIRD", THIRD).entrySet().stream()
                .reduce(
                        text.substring(text.indexOf(": ") + 2),
                        (known, version) -> known.replace(name(version.getValue()), version.getKey()),
                        (one, other) -> other);
    }
}
