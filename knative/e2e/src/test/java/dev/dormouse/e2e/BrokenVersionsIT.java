package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A version that cannot serve never gets a request: the old one is asked all the time while it is pushed. The push says
 * what happened, and leaves traffic and marks as they were.
 */
@Tag("e2e")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BrokenVersionsIT {
    private static final int TEXTS = 96;

    private static Cluster cluster;
    private static Function function;

    @TempDir
    private static Path good;

    @TempDir
    private Path folder;

    private Path wine;
    private String traffic = "";
    private final ExecutorService clients = Executors.newSingleThreadExecutor();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void push() throws Exception {
        cluster = Cluster.join(BrokenVersionsIT.class);
        function = Pipelines.push(cluster, Pipelines.copy("wine", good, "wine"));
    }

    @AfterAll
    static void leave() {
        cluster.close();
    }

    @BeforeEach
    void change() throws Exception {
        wine = Pipelines.copy("wine", folder, "wine");
        Pipelines.edit(wine, "class_1", "barbera");
        traffic = function.traffic();
        assertThat(traffic).contains("percent=100").doesNotContain("tag=next");
        clients.submit(this::askUntilEnough);
    }

    private void askUntilEnough() {
        while (!enough.get()) {
            try {
                HttpResponse<String> answer = function.post(Pipelines.WINE_SECOND);
                answers.add(answer.body().contains("class_1") ? "class_1" : answer.statusCode() + answer.body());
            } catch (Exception e) {
                answers.add(e.toString());
            }
        }
    }

    @AfterEach
    void onlyTheOldVersionHasAnswered() throws Exception {
        enough.set(true);
        clients.shutdown();
        assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        System.out.printf("%d requests meanwhile%n", answers.size());
        assertThat(answers).hasSizeGreaterThan(20).containsOnly("class_1");
        assertThat(function.traffic()).isEqualTo(traffic);
        assertThat(function.mark("dormouse.dev/candidate")).isEmpty();
        assertThat(function.post(Pipelines.WINE_SECOND).body()).contains("class_1");
    }

    @Test
    void anImageThatIsNotThere() throws Exception {
        String image = Cluster.registry() + "/wine@sha256:" + "0".repeat(64);
        Dormouse call = Dormouse.call("push", wine, "--image", image, "--namespace", cluster.namespace());
        assertThat(call.status()).as(call.output()).isEqualTo(1);
        assertThat(call.output())
                .contains(
                        "the image cannot be pulled: the registry does not have it",
                        "0".repeat(64),
                        "traffic is as it was: ",
                        "Try this: push again without --image, or check the digest after the '@'");
    }

    @Test
    void anExampleThatFailsBeforeThePush() throws Exception {
        Pipelines.edit(wine, "score: [0.999173]", "score: [0.5]");
        Dormouse call = Pipelines.tryPush(cluster, wine);
        assertThat(call.status()).as(call.output()).isEqualTo(1);
        assertThat(call.output()).contains("DM603");
    }

    /** The image is the old version's: it starts, is ready, and answers what the new manifest does not expect. */
    @Test
    void anExampleThatFailsOnTheCluster() throws Exception {
        Dormouse call = Dormouse.call("push", wine, "--image", function.image(), "--namespace", cluster.namespace());
        assertThat(call.status()).as(call.output()).isEqualTo(1);
        assertThat(call.output())
                .contains(
                        "the function does not answer as its examples say",
                        "example 2: output 'cultivar' is 'class_1', the example says 'barbera'",
                        "traffic is as it was: ");
    }

    @Test
    void aMemoryLimitThatCannotHoldItIsFoundBeforeThePush() throws Exception {
        Pipelines.edit(wine, "requests: {cpu: 50m}", "requests: {cpu: 50m}, limits: {memory: 48Mi}");
        Dormouse call = Pipelines.tryPush(cluster, wine);
        assertThat(call.status()).as(call.output()).isEqualTo(1);
        assertThat(call.output())
                .contains("DM502", "the memory limit is 48 MiB", "raise resources.limits.memory to at least");
    }

    /** An index that has something for another processor only, as a push for arm64 nodes would make it. */
    @Test
    void anImageForAnotherPlatform() throws Exception {
        String image = Registry.forAnotherPlatform(function.image());
        Dormouse call = Dormouse.call("push", wine, "--image", image, "--namespace", cluster.namespace());
        assertThat(call.status()).as(call.output()).isEqualTo(1);
        assertThat(call.output())
                .contains(
                        "the image cannot be pulled: it has nothing for the node's platform",
                        "traffic is as it was: ",
                        "Try this: build it for the node: dormouse image --platform");
    }

    /** Nothing of it reaches the cluster. */
    @Test
    void aRegistryThatRefuses() throws Exception {
        assumeTrue(Files.isExecutable(RefusingRegistry.PROGRAM), RefusingRegistry.PROGRAM + " is not installed");
        try (RefusingRegistry registry = new RefusingRegistry(Files.createDirectories(folder.resolve("registry")))) {
            Dormouse call =
                    Dormouse.call("push", wine, "--registry", registry.address(), "--namespace", cluster.namespace());
            assertThat(call.status()).as(call.output()).isEqualTo(1);
            assertThat(call.output())
                    .contains(registry.address() + " wants a login for " + registry.address() + "/wine (401)")
                    .contains("Try this: docker login REGISTRY")
                    .doesNotContain("revision");
        }
        assertThat(function.mark("dormouse.dev/passed").orElseThrow()).doesNotContain(",");
    }

    /** Its own example is what the limit cannot hold: 96 long texts at once. The kernel kills the container. */
    @Test
    void tooLittleMemoryOnTheCluster() throws Exception {
        Path sentiment = Pipelines.copy("sentiment-en", folder, "sentiment");
        Function served = Pipelines.push(cluster, sentiment);
        Pipelines.edit(sentiment, "requests: {cpu: 50m}", "requests: {cpu: 50m}, limits: {memory: 121Mi}");
        String texts = String.join(
                ", ",
                Collections.nCopies(
                        TEXTS, '"' + "I love this phone. ".repeat(80).strip() + '"'));
        String labels = String.join(", ", Collections.nCopies(TEXTS, "positive"));
        Pipelines.edit(
                sentiment,
                "  scale:",
                "    - inputs: {text: [" + texts + "]}\n      outputs: {label: [" + labels + "]}\n  scale:");
        Dormouse call = Pipelines.tryPush(cluster, sentiment);
        assertThat(call.status()).as(call.output()).isEqualTo(1);
        assertThat(call.output())
                .contains(
                        "the function was killed: it needs more memory than its limit of 121Mi",
                        "traffic is as it was: ",
                        "Try this: raise spec.resources.limits.memory to 242Mi");
        assertThat(served.post(Pipelines.TEXT).body()).contains("positive");
    }
}
