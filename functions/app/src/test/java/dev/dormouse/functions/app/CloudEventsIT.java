package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dormouse.testkit.PythonVenv;
import dev.dormouse.testkit.RunningApp;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CloudEvents over HTTP: what DoorsIT does not ask, and the SDK of the specification's own makers. */
@Tag("it")
class CloudEventsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCRIPTS = Path.of("src/test/python");
    private static final String HEAD = "{\"specversion\": \"1.0\", \"source\": \"/s\", \"type\": \"t\"";
    private static final String ROW =
            "{\"features\": [3, 10], \"count\": 255, \"big\": 7, \"flag\": true, \"text\": \"A\"}";

    private static RunningApp app;
    private static RunningApp lower;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        app = RunningApp.start(Bundles.compile("types", folder));
        lower = RunningApp.start(Bundles.compile("lower", folder));
    }

    @AfterAll
    static void stop() {
        app.close();
        lower.close();
    }

    private static HttpResponse<String> post(String type, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                app.request("/types").header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return app.send(request.build());
    }

    @Test
    void theSdkIsAnsweredInBothModes() throws Exception {
        PythonVenv python = PythonVenv.of(Path.of("target/cloudevents-venv"), SCRIPTS.resolve("cloudevents_sdk.txt"));
        PythonVenv.Result result = python.run(SCRIPTS.resolve("cloudevents_sdk.py"), "http://127.0.0.1:" + app.port());
        assertThat(result.status()).as(result.output()).isZero();
    }

    @Test
    void aBatchIsAnsweredInOrderWithAnErrorForEachBadEvent() throws Exception {
        String batch = "[" + HEAD + ", \"id\": \"1\", \"data\": " + ROW + "}, " + HEAD
                + ", \"id\": \"2\", \"part\": 7, \"data\": {\"features\": 1}}, " + HEAD + ", \"id\": \"3\", \"data\": "
                + ROW.replace("\"A\"", "\"B\"") + "}]";
        HttpResponse<String> answer = post("application/cloudevents-batch+json; charset=utf-8", batch);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/cloudevents-batch+json");
        JsonNode events = JSON.readTree(answer.body());
        assertThat(events.findValuesAsText("causationid")).containsExactly("1", "2", "3");
        assertThat(events.findValuesAsText("type"))
                .containsExactly("types.answered", "dev.dormouse.failed", "types.answered");
        assertThat(events.get(0).at("/data/text").asText()).isEqualTo("a");
        assertThat(events.get(1).at("/data/error").asText()).contains("input 'features' must be FP32[n, 2]");
        assertThat(events.get(1).get("part").asInt()).isEqualTo(7);
        assertThat(events.get(2).at("/data/text").asText()).isEqualTo("b");
        assertThat(post("application/cloudevents-batch+json", "[]").body()).isEqualTo("[]");
        assertThat(post("application/cloudevents-batch+json", "{}").statusCode())
                .isEqualTo(400);
        assertThat(post("application/cloudevents-batch+json", "[" + "{},".repeat(1000) + "{}]")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void dataMayBeARequestOfTheOpenInferenceProtocol() throws Exception {
        String inputs = "{\"id\": \"x\", \"inputs\": ["
                + "{\"name\": \"features\", \"shape\": [1, 2], \"datatype\": \"FP32\", \"data\": [3, 10]},"
                + "{\"name\": \"count\", \"shape\": [1], \"datatype\": \"UINT8\", \"data\": [255]},"
                + "{\"name\": \"big\", \"shape\": [1], \"datatype\": \"UINT64\", \"data\": [7]},"
                + "{\"name\": \"flag\", \"shape\": [1], \"datatype\": \"BOOL\", \"data\": [true]},"
                + "{\"name\": \"text\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"A\"]}],"
                + " \"outputs\": [{\"name\": \"text\"}], \"parameters\": {\"binary_data_output\": true}}";
        JsonNode answer =
                JSON.readTree(post("application/cloudevents+json", HEAD + ", \"id\": \"1\", \"data\": " + inputs + "}")
                        .body());
        assertThat(answer.get("data").toString())
                .isEqualTo("{\"model_name\":\"types\",\"model_version\":\"1\",\"id\":\"x\",\"outputs\":["
                        + "{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"a\"]}]}");
    }

    @Test
    void textIsTheOnlyInput() throws Exception {
        HttpResponse<String> answer = lower.send(lower.request("/")
                .headers("ce-id", "1", "ce-type", "t", "ce-source", "/s", "ce-specversion", "1.0")
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString("ÉTÉ"))
                .build());
        assertThat(answer.body()).isEqualTo("{\"clean\":\"été\"}");
        HttpResponse<String> structured = lower.send(lower.request("/lower")
                .header("Content-Type", "Application/CloudEvents+JSON")
                .POST(HttpRequest.BodyPublishers.ofString(
                        HEAD + ", \"id\": \"1\", \"datacontenttype\": \"text/plain\", \"data_base64\": \"w4k=\"}"))
                .build());
        assertThat(JSON.readTree(structured.body()).at("/data/clean").asText()).isEqualTo("é");
        assertThat(post("text/plain", "A", "ce-id", "1", "ce-type", "t", "ce-source", "/s", "ce-specversion", "1.0")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void senderMayAskWhetherEventsAreTaken() throws Exception {
        HttpResponse<String> answer = app.send(app.request("/types")
                .header("WebHook-Request-Origin", "events.example.com")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("WebHook-Allowed-Origin")).contains("events.example.com");
        assertThat(answer.headers().firstValue("WebHook-Allowed-Rate")).contains("*");
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void headersAreOneEachAndUtf8() throws Exception {
        String[] good = {"ce-type", "t", "ce-source", "/s", "ce-specversion", "1.0", "ce-id", "1"};
        String[] twice = {"ce-type", "t", "ce-source", "/s", "ce-specversion", "1.0", "ce-id", "1", "ce-id", "2"};
        String[] broken = {"ce-type", "t", "ce-source", "/s", "ce-specversion", "1.0", "ce-id", "%C3"};
        assertThat(post("application/json", ROW, good).statusCode()).isEqualTo(200);
        assertThat(post("application/json", ROW, twice).body()).contains("the header ce-id twice");
        assertThat(post("application/json", ROW, broken).body()).contains("ce-id is not UTF-8");
        assertThat(post("application/json", new String(new byte[] {'['}, StandardCharsets.UTF_8), good)
                        .statusCode())
                .isEqualTo(400);
    }
}
