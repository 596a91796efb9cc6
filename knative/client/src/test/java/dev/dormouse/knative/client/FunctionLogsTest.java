package dev.dormouse.knative.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.knative.client.FunctionLogs.Selection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FunctionLogsTest {
    private static final String PODS = "GET /api/v1/namespaces/demo/pods";
    private static final String LOG = PODS + "/wine-1-deployment-abc/log";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi().withKnative();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    /** The very case in which somebody looks: the container ended, and its successor says why. */
    @Test
    void followsAContainerThatIsStartedAgain() throws Exception {
        AtomicInteger lives = new AtomicInteger();
        api.on(PODS, request -> new FakeApi.Answer(200, pods(lives.get())));
        api.on(LOG, request -> new FakeApi.Answer(200, "life " + lives.getAndIncrement() + "\n"));
        try (Cluster cluster = api.cluster()) {
            Thread following = new Thread(() -> follow(cluster), "following");
            following.start();
            boolean seen = Deadline.in(Duration.ofSeconds(20))
                    .until(() -> Optional.of(text()).filter(text -> text.contains("life 2")))
                    .isPresent();
            following.interrupt();
            following.join();
            assertThat(seen).as(text()).isTrue();
            assertThat(text()).startsWith("[1 abc] life 0\n[1 abc] life 1\n[1 abc] life 2\n");
        }
    }

    @Test
    void theSameLinesAreAskedForWhetherOrNotItGoesOn() {
        api.on(PODS, request -> new FakeApi.Answer(200, pods(0)));
        api.on(LOG, request -> {
            queries.add(request.query());
            return new FakeApi.Answer(200, "a line\n");
        });
        try (Cluster cluster = api.cluster()) {
            Selection selection = new Selection(Optional.empty(), Optional.of(Duration.ofMinutes(10)), Optional.of(5));
            assertThat(new FunctionLogs(cluster, out(), selection).print("wine"))
                    .isEqualTo(1);
        }
        assertThat(text()).isEqualTo("a line\n");
        assertThat(queries)
                .singleElement()
                .asString()
                .contains("sinceSeconds=600", "tailLines=5", "container=function");
    }

    private void follow(Cluster cluster) {
        try {
            new FunctionLogs(cluster, out(), new Selection(Optional.empty(), Optional.empty(), Optional.empty()))
                    .follow("wine");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String pods(int restarts) {
        return """
                {"kind": "PodList", "items": [{"metadata": {"name": "wine-1-deployment-abc", "labels":
                {"serving.knative.dev/revision": "wine-1"}}, "spec": {"containers": [{"name": "function"}]}, "status":
                {"containerStatuses": [{"name": "function", "restartCount": %d, "state": {"running": {}}}]}}]}""".formatted(restarts);
    }
}
