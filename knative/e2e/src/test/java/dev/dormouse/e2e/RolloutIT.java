package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new version with a tenth of the requests, then with all of them, then the old one again. */
@Tag("e2e")
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class RolloutIT {
    private static final int REQUESTS = 200;
    private static final int TENTH_AT_LEAST = 6;
    private static final int TENTH_AT_MOST = 40;

    @Test
    void aNewVersionGetsATenthThenAllThenNothing(@TempDir Path folder) throws Exception {
        try (Cluster cluster = Cluster.join(RolloutIT.class)) {
            Path wine = Pipelines.copy("wine", folder, "wine");
            Function function = Pipelines.push(cluster, wine);
            Pipelines.edit(wine, "class_0", "barolo");
            Pipelines.push(cluster, wine, "--traffic", "10");
            int share = newAnswers(function, REQUESTS);
            System.out.printf("%d of %d requests went to the new version%n", share, REQUESTS);
            assertThat(share).isBetween(TENTH_AT_LEAST, TENTH_AT_MOST);

            assertDone(Dormouse.call("traffic", "wine", "--namespace", cluster.namespace(), "--latest", "100"));
            assertThat(newAnswers(function, 20)).isEqualTo(20);

            assertDone(Dormouse.call("rollback", "wine", "--namespace", cluster.namespace()));
            assertThat(newAnswers(function, 20)).isZero();
        }
    }

    private static void assertDone(Dormouse call) {
        assertThat(call.status()).as(call.output()).isZero();
    }

    /** How many of that many answers come from the version with the new label. */
    private static int newAnswers(Function function, int requests) throws Exception {
        int found = 0;
        for (int i = 0; i < requests; i++) {
            HttpResponse<String> answer = function.post(Pipelines.WINE_REQUEST);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).containsAnyOf("class_0", "barolo");
            if (answer.body().contains("barolo")) {
                found++;
            }
        }
        return found;
    }
}
