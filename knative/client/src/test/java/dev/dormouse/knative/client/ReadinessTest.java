package dev.dormouse.knative.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A revision that is made anew under its old name: what is left of the one before says nothing about it. */
class ReadinessTest {
    private static final String REVISION = FakeKnative.REVISIONS + "/wine-1";
    private static final String PODS = "/api/v1/namespaces/demo/pods";

    private static final String WAITING =
            "{\"waiting\":{\"reason\":\"ErrImagePull\",\"message\":\"registry.example/f: not found\"}}";
    private static final String POD = """
            {"metadata": {"name": "wine-1-deployment-abc"}, "spec": {"containers": [{"name": "function"}]},
             "status": {"containerStatuses": [{"name": "function", "state": %s}]}}""".formatted(WAITING);
    private static final String RESTARTED =
            "{\"running\": {}}, \"restartCount\": 1, \"lastState\": {\"terminated\": {\"exitCode\": 1}}";

    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi().withKnative();
        api.answer(
                "GET " + FakeKnative.SERVICES + "/wine",
                200,
                "{\"metadata\":{\"name\":\"wine\",\"generation\":2},\"spec\":{\"template\":{\"metadata\":{\"name\":\"wine-1\"}}}}");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void thePodsOfItsPredecessorDoNotFailIt() {
        revision("new", "Unknown").revision("new", "True");
        api.on("GET " + PODS, request -> pods(request.query().contains("revisionUID=new") ? "" : POD));
        awaitRevision();
    }

    @Test
    void norDoTheyBeforeItIsThere() {
        api.refuse("GET " + REVISION, 404, "not found");
        revision("new", "True");
        api.on("GET " + PODS, request -> pods(POD));
        awaitRevision();
    }

    @Test
    void aContainerThatWasStartedAgainMayStillGetReady() {
        revision("new", "Unknown").revision("new", "True");
        api.on("GET " + PODS, request -> pods(POD.replace(WAITING, RESTARTED)));
        awaitRevision();
    }

    /** A look at pods that are its own does fail it. */
    @Test
    void itsOwnPodsDo() {
        revision("new", "Unknown");
        api.answer("GET /api/v1/namespaces/demo/events", 200, "{\"kind\":\"EventList\",\"items\":[]}");
        api.on("GET " + PODS, request -> pods(request.query().contains("revisionUID=new") ? POD : ""));
        assertThatThrownBy(this::awaitRevision)
                .isInstanceOfSatisfying(
                        Readiness.Unready.class,
                        failure -> assertThat(failure.diagnosis().headline())
                                .isEqualTo("the image cannot be pulled: the registry does not have it"));
    }

    private void awaitRevision() {
        try (Cluster cluster = api.cluster()) {
            new Readiness(cluster, line -> {}, Deadline.in(Duration.ofSeconds(20))).awaitRevision("wine", "wine-1");
        }
    }

    private ReadinessTest revision(String uid, String ready) {
        api.answer("GET " + REVISION, 200, """
                {"metadata": {"name": "wine-1", "uid": "%s"}, "status": {"conditions": [{"type": "Ready", "status": "%s"}]}}""".formatted(uid, ready));
        return this;
    }

    private static FakeApi.Answer pods(String pods) {
        return new FakeApi.Answer(200, "{\"kind\":\"PodList\",\"items\":[" + pods + "]}");
    }
}
