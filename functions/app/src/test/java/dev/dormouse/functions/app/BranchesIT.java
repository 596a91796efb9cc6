package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dormouse.testkit.RunningApp;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions and joins in service: rows take their branches, also when requests are joined; skips are counted. */
@Tag("it")
class BranchesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static RunningApp app;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        app = RunningApp.start(Bundles.compile("branches", folder));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return app.send(app.json(path, body.getBytes(StandardCharsets.UTF_8), headers));
    }

    private static void assertJson(HttpResponse<String> answer, int status, String expected) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree(expected));
    }

    @Test
    void eachRowTakesItsBranch() throws Exception {
        String mixed = "{\"x\": [1, 2, 3, 4], \"lang\": [\"fr\", \"en\", \"de\", \"fr\"]}";
        assertJson(post("/branches", mixed), 200, "{\"y\": [3.0, 6.0, -1.0, 9.0]}");
        assertJson(post("/branches", "{\"x\": [1], \"lang\": [\"de\"]}"), 200, "{\"y\": [-1.0]}");
    }

    @Test
    void aStepThatRunsOnNoRowIsCountedAsSkipped() throws Exception {
        String series = "dormouse_step_skips_total{pipeline=\"branches\",step=\"further\"}";
        String runs = "dormouse_step_seconds_count{pipeline=\"branches\",step=\"further\"}";
        long skips = app.counter(series);
        long ran = app.counter(runs);
        post("/branches", "{\"x\": [1, 1], \"lang\": [\"en\", \"en\"]}");
        assertThat(app.counter(series)).isEqualTo(skips + 1);
        assertThat(app.counter(runs)).isEqualTo(ran);
    }

    @Test
    void theHeaderStepShowsTheRowsThatAStepRunsOn() throws Exception {
        String mixed = "{\"x\": [1, 2, 3, 4], \"lang\": [\"fr\", \"en\", \"de\", \"fr\"]}";
        assertJson(post("/eval", mixed, "Step", "input:further"), 200, "{\"a\": [2.0, 8.0]}");
        assertJson(post("/eval", mixed, "Step", "output:english"), 200, "{\"values\": [6.0]}");
        HttpResponse<String> skipped = post("/eval", "{\"x\": [1], \"lang\": [\"en\"]}", "Step", "output:further");
        assertThat(skipped.statusCode()).isEqualTo(400);
        assertThat(skipped.body()).contains("step 'further' does not run for this request");
    }

    @Test
    void theHeaderStepShowsTheBranchesThatAJoinIsGiven() throws Exception {
        String english = "{\"x\": [1], \"lang\": [\"en\"]}";
        assertJson(post("/eval", english, "Step", "input:joined"), 200, "{\"en\": [3.0]}");
        HttpResponse<String> nothing = post("/eval", "{\"x\": [1], \"lang\": [\"de\"]}", "Step", "input:joined");
        assertThat(nothing.statusCode()).as(nothing.body()).isEqualTo(400);
        assertThat(nothing.body()).contains("no branch that it joins runs");
    }

    @Test
    void requestsAtOnceGetTheirOwnRows() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        List<String> languages = List.of("fr", "en", "de");
        for (int i = 0; i < 60; i++) {
            String body = "{\"x\": [" + i + "], \"lang\": [\"" + languages.get(i % 3) + "\"]}";
            answers.add(app.sendLater(app.json("/branches", body.getBytes(StandardCharsets.UTF_8))));
        }
        for (int i = 0; i < 60; i++) {
            double expected = i % 3 == 0 ? 2 * i + 1 : i % 3 == 1 ? 3 * i : -1;
            assertJson(answers.get(i).join(), 200, "{\"y\": [" + expected + "]}");
        }
    }
}
