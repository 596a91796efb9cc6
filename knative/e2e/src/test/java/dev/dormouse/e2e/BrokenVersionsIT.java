package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A version that cannot serve never gets a request; the push says what happened, and the old version goes on. */
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
    }

    @AfterEach
    void theOldVersionAnswers() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(function.post(Pipelines.WINE_SECOND).body()).contains("class_1");
        }
    }

    @Test
    void anImageThatIsNotThere() throws Exception {
        String image = Cluster.registry() + "/wine@sha256:" + "0".repeat(64);
        Dormouse call = Dormouse.call("push", wine, "--image", image, "--namespace", cluster.namespace());
        assertThat(call.status()).as(call.output()).isEqualTo(1);
        assertThat(call.output()).contains("0".repeat(64), "Try this:");
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
        assertThat(call.output()).contains("example", "barbera", "Try this:");
    }

    @Test
    void aMemoryLimitThatCannotHoldItIsFoundBeforeThePush() throws Exception {
        Pipelines.edit(wine, "requests: {cpu: 50m}", "requests: {cpu: 50m}, limits: {memory: 48Mi}");
        Dormouse call = Pipelines.tryPush(cluster, wine);
        assertThat(call.status()).as(call.output()).isEqualTo(1);
        assertThat(call.output()).contains("DM502", "memory");
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
        assertThat(call.output()).contains("killed", "memory", "121Mi", "Try this:");
        assertThat(served.post(Pipelines.TEXT).body()).contains("positive");
    }
}
