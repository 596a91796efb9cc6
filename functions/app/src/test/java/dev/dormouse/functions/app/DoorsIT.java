package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dormouse.testkit.RunningApp;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One pipeline through every door: the same outputs on each. */
@Tag("it")
class DoorsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROWS = "{\"features\": [[3, 10], [1, 2]], \"count\": [255, 0],"
            + " \"big\": [18446744073709551615, 1], \"flag\": [true, false], \"text\": [\"\\u00c9t\\u00e9\", \"B\"]}";
    private static final String ROWS_ANSWER = "{\"scaled\":[[1.0,2.0],[0.0,0.0]],\"count\":[255,0],"
            + "\"big\":[1.8446744073709552E19,1.0],\"flag\":[1,0],\"text\":[\"été\",\"b\"]}";
    private static final String ROW =
            "{\"features\": [3, 10], \"count\": 255, \"big\": 7, \"flag\": true, \"text\": \"A\"}";
    private static final String ROW_ANSWER =
            "{\"scaled\":[1.0,2.0],\"count\":255,\"big\":7.0,\"flag\":1,\"text\":\"a\"}";
    private static final String[] EVENT = {
        "ce-id", "1", "ce-type", "any.thing", "ce-source", "/test", "ce-specversion", "1.0"
    };

    private static RunningApp app;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        app = RunningApp.start(Bundles.compile("types", folder));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return app.send(app.json(path, body.getBytes(StandardCharsets.UTF_8), headers));
    }

    @Test
    void plainJsonIsAnsweredInItsOwnShape() throws Exception {
        for (String path : new String[] {"/types", "/"}) {
            assertThat(post(path, ROWS).body()).isEqualTo(ROWS_ANSWER);
            HttpResponse<String> one = post(path, ROW);
            assertThat(one.body()).isEqualTo(ROW_ANSWER);
            assertThat(one.headers().firstValue("Content-Type")).contains("application/json");
        }
    }

    @Test
    void aBinaryEventIsAnsweredByOne() throws Exception {
        for (String path : new String[] {"/types", "/"}) {
            HttpResponse<String> answer = post(path, ROWS, EVENT);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(ROWS_ANSWER);
            assertThat(answer.headers().firstValue("ce-type")).contains("types.answered");
            assertThat(answer.headers().firstValue("ce-source")).contains("/types");
            assertThat(answer.headers().firstValue("ce-specversion")).contains("1.0");
            assertThat(answer.headers().firstValue("ce-id")).isPresent();
        }
    }

    @Test
    void aStructuredEventIsAnsweredByOne() throws Exception {
        String event = "{\"specversion\": \"1.0\", \"id\": \"1\", \"type\": \"any.thing\", \"source\": \"/test\","
                + " \"datacontenttype\": \"application/json\", \"data\": " + ROWS + "}";
        for (String path : new String[] {"/types", "/"}) {
            HttpResponse<String> answer = app.send(app.request(path)
                    .header("Content-Type", "application/cloudevents+json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(event))
                    .build());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/cloudevents+json");
            JsonNode body = JSON.readTree(answer.body());
            assertThat(body.get("type").asText()).isEqualTo("types.answered");
            assertThat(body.get("source").asText()).isEqualTo("/types");
            assertThat(body.get("data")).isEqualTo(JSON.readTree(ROWS_ANSWER));
        }
    }

    private static HttpResponse<String> structured(String data) throws Exception {
        String event = "{\"specversion\": \"1.0\", \"id\": \"1\", \"type\": \"any.thing\", \"source\": \"/test\","
                + " \"data\": " + data + ", \"subject\": \"été\"}";
        return app.send(app.request("/types")
                .header("Content-Type", "application/cloudevents+json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(event))
                .build());
    }

    /** Just under the middle of two floats: by way of a double it becomes the middle, and the upper of the two. */
    @Test
    void numbersAreRoundedOnceOnEachDoor() throws Exception {
        String row = ROW.replace("[3, 10]", "[1.00000017881393432617187499, 2]");
        String scaled = "\"scaled\":[5.9604645E-8,0.0]";
        assertThat(post("/types", row).body()).contains(scaled);
        assertThat(post("/types", row, EVENT).body()).contains(scaled);
        assertThat(post("/eval", row).body()).contains(scaled);
        assertThat(structured(row).body()).contains(scaled);
    }

    @Test
    void namesThatStandTwiceAreRefusedOnEachDoor() throws Exception {
        String row = ROW.replace("\"count\": 255", "\"count\": 255, \"count\": 1");
        String told = "the name 'count' stands twice";
        assertThat(post("/types", row).body()).contains(told);
        assertThat(post("/types", row, EVENT).body()).contains(told);
        assertThat(post("/eval", row).body()).contains(told);
        assertThat(structured(row).statusCode()).isEqualTo(400);
        assertThat(structured(row).body()).contains(told);
        assertThat(structured(ROW + ", \"data\": " + ROW).body()).contains("the event has 'data' twice");
    }

    @Test
    void evalDropsDimsOfSizeOne() throws Exception {
        assertThat(post("/eval", ROWS).body()).isEqualTo(ROWS_ANSWER);
        assertThat(post("/eval", ROWS.replace("\"text\"", "\"id\": [7], \"text\""))
                        .body())
                .isEqualTo(ROWS_ANSWER);
        assertThat(post("/eval", ROW).body()).isEqualTo(ROW_ANSWER);
        HttpResponse<String> missing = post("/eval", "{\"features1\": [1, 2]}");
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(missing.body()).get("message").asText())
                .isEqualTo("Required fields (features,float),(count,integer),(big,long),(flag,boolean),(text,string)"
                        + " not found or not compatible in the Table");
    }

    @Test
    void largeBodiesAreAnsweredToo() throws Exception {
        String padded = ROW.replace("\"text\": \"A\"", "\"text\": \"" + "A".repeat(200_000) + "\"");
        String answer = ROW_ANSWER.replace("\"text\":\"a\"", "\"text\":\"" + "a".repeat(200_000) + "\"");
        assertThat(post("/types", padded).body()).isEqualTo(answer);
        assertThat(post("/types", padded, EVENT).body()).isEqualTo(answer);
        assertThat(post("/eval", padded).body()).isEqualTo(answer);
        assertThat(post("/types", padded.substring(0, 100_000)).statusCode()).isEqualTo(400);
        assertThat(post("/eval", padded.substring(0, 100_000)).statusCode()).isEqualTo(400);
    }

    @Test
    void describeHasTheNamesOfOvh() throws Exception {
        JsonNode described = JSON.readTree(app.get("/describe").body());
        assertThat(described.get("inputs").get(0).toString())
                .isEqualTo("{\"name\":\"features\",\"type\":\"float\",\"shape\":[-1,2]}");
        assertThat(described.get("inputs").get(2).get("type").asText()).isEqualTo("long");
        assertThat(described.get("outputs").get(2).toString())
                .isEqualTo("{\"name\":\"big\",\"type\":\"double\",\"shape\":[-1]}");
        assertThat(described.get("rolling_windows_size").asInt()).isEqualTo(1);
    }

    @Test
    void healthAndMetricsTell() throws Exception {
        assertThat(app.get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(app.get("/q/health/ready").body())
                .isEqualTo(app.get("/q/health").body())
                .isEqualToIgnoringWhitespace(
                        "{\"status\": \"UP\", \"checks\": [{\"name\": \"pipelines\", \"status\": \"UP\","
                                + " \"data\": {\"types\": true}}]}");
        for (String path : new String[] {"/q/health/live", "/q/health/started"}) {
            assertThat(app.get(path).statusCode()).isEqualTo(200);
            assertThat(app.get(path).body()).isEqualToIgnoringWhitespace("{\"status\": \"UP\", \"checks\": []}");
        }
        post("/types", ROW);
        post("/eval", ROW);
        String metrics = app.get("/metrics").body();
        assertThat(metrics)
                .contains("dormouse_requests_seconds_count{door=\"function\",status=\"200\"}")
                .contains("dormouse_requests_seconds_count{door=\"eval\",status=\"200\"}")
                .contains("dormouse_step_seconds_count{pipeline=\"types\",step=\"scaled\"}")
                .contains("dormouse_step_failures_total{pipeline=\"types\",step=\"scaled\"} 0.0")
                .contains("# TYPE jvm_memory_used_bytes gauge")
                .endsWith("# EOF\n");
    }

    @Test
    void everyRequestIsCountedOnce() throws Exception {
        long before = functionRequests();
        post("/types", ROW);
        post("/", ROW);
        assertThat(functionRequests()).isEqualTo(before + 2);
    }

    private static long functionRequests() throws Exception {
        return app.counter("dormouse_requests_seconds_count{door=\"function\",status=\"200\"}");
    }

    @Test
    void whatIsNotThereIsToldAsJson() throws Exception {
        assertThat(app.get("/nothing").statusCode()).isEqualTo(404);
        assertThat(JSON.readTree(app.get("/nothing").body()).get("code").asText())
                .isEqualTo("NOT_FOUND");
        assertThat(post("/pipeline", ROW).statusCode())
                .as("the name inside the build")
                .isEqualTo(404);
        HttpResponse<String> get = app.get("/types");
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST");
        assertThat(app.get("/eval").statusCode()).isEqualTo(405);
        assertThat(post("/describe", ROW).statusCode()).isEqualTo(405);
    }
}
