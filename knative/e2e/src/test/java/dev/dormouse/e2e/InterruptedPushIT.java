package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A push whose command line is killed half-way: nothing new gets traffic, and the same push again carries on. */
@Tag("e2e")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class InterruptedPushIT {
    private static final String CANDIDATE = "dormouse.dev/candidate";

    @Test
    void aSecondPushCarriesOn(@TempDir Path folder) throws Exception {
        try (Cluster cluster = Cluster.join(InterruptedPushIT.class)) {
            Path wine = Pipelines.copy("wine", folder, "wine");
            Function function = Pipelines.push(cluster, wine);
            String serving = function.mark("dormouse.dev/serving").orElseThrow();
            Pipelines.edit(wine, "class_0", "barolo");
            Dormouse.killedAt("no traffic yet", Pipelines.pushWords(cluster, wine));

            String candidate = function.mark(CANDIDATE).orElseThrow();
            assertThat(function.traffic()).contains(serving, candidate, "tag=next");
            Dormouse refused = Dormouse.call("traffic", "wine", "--namespace", cluster.namespace(), "--latest", "100");
            assertThat(refused.status()).as(refused.output()).isEqualTo(1);
            assertThat(refused.output()).contains(candidate);
            assertThat(function.post(Pipelines.WINE_REQUEST).body()).contains("class_0");

            Dormouse again = Pipelines.tryPush(cluster, wine);
            assertThat(again.status()).as(again.output()).isZero();
            assertThat(again.output()).contains("revision " + candidate);
            assertThat(function.post(Pipelines.WINE_REQUEST).body()).contains("barolo");
            assertThat(function.mark(CANDIDATE)).isEmpty();
            assertThat(function.traffic()).contains(candidate).doesNotContain(serving, "tag=next");
        }
    }

    /** Nothing serves yet that could be spared: the next version takes the place of the unproven first one. */
    @Test
    void afterAFirstPushAnotherVersionTakesItsPlace(@TempDir Path folder) throws Exception {
        try (Cluster cluster = Cluster.join(InterruptedPushIT.class)) {
            Path wine = Pipelines.copy("wine", folder, "wine");
            Dormouse.killedAt(", the first", Pipelines.pushWords(cluster, wine));
            Pipelines.edit(wine, "class_0", "barolo");
            Function function = Pipelines.push(cluster, wine);
            assertThat(function.post(Pipelines.WINE_REQUEST).body()).contains("barolo");
            assertThat(function.mark("dormouse.dev/passed").orElseThrow()).doesNotContain(",");
            Dormouse back = Dormouse.call("rollback", "wine", "--namespace", cluster.namespace());
            assertThat(back.status()).as(back.output()).isEqualTo(1);
            assertThat(back.output()).contains("has no earlier revision that is ready and has passed its examples");
        }
    }
}
