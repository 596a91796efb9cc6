package dev.dormouse.functions.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dormouse.testkit.RunningApp;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application as a Java developer would have it: manifests under src/main/pipelines and nothing else. */
@Tag("it")
class BuiltInPipelinesIT {
    private static final byte[] SCORES = "{\"scores\": [[1, 0, 0], [0, 0, 1]]}".getBytes(StandardCharsets.UTF_8);

    private static RunningApp app;

    @BeforeAll
    static void start() throws Exception {
        app = RunningApp.startBuilt();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void eachManifestIsAFunctionOfItsName() throws Exception {
        HttpResponse<String> grade = app.send(app.json("/grade", SCORES));
        assertThat(grade.body()).isEqualTo("{\"grade\":[\"poor\",\"good\"]}");
        byte[] values = "{\"values\": [3, 10]}".getBytes(StandardCharsets.UTF_8);
        assertThat(app.send(app.json("/scaled", values)).body()).isEqualTo("{\"values\":[1.0,2.0]}");
    }

    @Test
    void eventsFindTheirFunctionByType() throws Exception {
        HttpResponse<String> graded = app.send(
                app.json("/", SCORES, "ce-id", "1", "ce-type", "grade", "ce-source", "/s", "ce-specversion", "1.0"));
        assertThat(graded.body()).isEqualTo("{\"grade\":[\"poor\",\"good\"]}");
        assertThat(graded.headers().firstValue("ce-type")).contains("school.graded");
        assertThat(graded.headers().firstValue("ce-source")).contains("/grades");
        HttpResponse<String> unknown = app.send(
                app.json("/", SCORES, "ce-id", "1", "ce-type", "other", "ce-source", "/s", "ce-specversion", "1.0"));
        // a broker sends an event again after 404, which would not help
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(unknown.body()).contains("NOT_FOUND");
    }

    @Test
    void mistakesAreToldAsInThePrebuiltApp() throws Exception {
        HttpResponse<String> wrong = app.send(app.json("/grade", "{\"score\": 1}".getBytes(StandardCharsets.UTF_8)));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("did you mean 'scores'?");
    }

    @Test
    void doorsWithoutANameListThePipelines() throws Exception {
        HttpResponse<String> eval = app.send(app.json("/eval", SCORES));
        assertThat(eval.statusCode()).isEqualTo(404);
        assertThat(eval.body()).contains("/grade").contains("/scaled");
        assertThat(app.get("/q/health/ready").body()).contains("grade").contains("scaled");
    }

    @Test
    void thePlaygroundHasAFormForEach() throws Exception {
        assertThat(app.get("/").body()).contains("playground/main.js");
        assertThat(app.get("/playground/pipelines.json").body()).contains("\"grade\"", "\"scaled\"");
        HttpResponse<String> run = app.send(app.json("/playground/run/grade", SCORES));
        assertThat(run.body())
                .startsWith("{\"milliseconds\":{")
                .endsWith("},\"outputs\":{\"grade\":[\"poor\",\"good\"]}}");
    }

    @Test
    void oneDocumentTellsAllPipelines() throws Exception {
        JsonNode document = new ObjectMapper().readTree(app.get("/openapi.json").body());
        assertThat(document.get("paths").has("/eval")).isFalse();
        List<String> operations = document.get("paths").findValuesAsText("operationId");
        assertThat(operations).doesNotHaveDuplicates().contains("predict-grade", "infer-scaled");
        for (String reference : document.findValuesAsText("$ref")) {
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }
}
