package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dormouse.testkit.RunningApp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Open Inference Protocol V2 over REST; what a real client makes of it stands in {@link TritonClientIT}. */
@Tag("it")
class OpenInferenceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INFER = "/v2/models/types/infer";
    private static final String INPUTS = "\"inputs\": ["
            + "{\"name\": \"features\", \"shape\": [2, 2], \"datatype\": \"FP32\", \"data\": [3, 10, 1, 2]},"
            + "{\"name\": \"count\", \"shape\": [2], \"datatype\": \"UINT8\", \"data\": [255, 0]},"
            + "{\"name\": \"big\", \"shape\": [2], \"datatype\": \"UINT64\", \"data\": [18446744073709551615, 1]},"
            + "{\"name\": \"flag\", \"shape\": [2], \"datatype\": \"BOOL\", \"data\": [true, false]},"
            + "{\"name\": \"text\", \"shape\": [2], \"datatype\": \"BYTES\", \"data\": [\"\\u00c9t\\u00e9\", \"B\"]}]";
    private static final String OUTPUTS = "\"outputs\":["
            + "{\"name\":\"scaled\",\"datatype\":\"FP32\",\"shape\":[2,2],\"data\":[1.0,2.0,0.0,0.0]},"
            + "{\"name\":\"count\",\"datatype\":\"INT64\",\"shape\":[2],\"data\":[255,0]},"
            + "{\"name\":\"big\",\"datatype\":\"FP64\",\"shape\":[2],\"data\":[1.8446744073709552E19,1.0]},"
            + "{\"name\":\"flag\",\"datatype\":\"INT64\",\"shape\":[2],\"data\":[1,0]},"
            + "{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[2],\"data\":[\"été\",\"b\"]}]";

    private static RunningApp app;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        app = RunningApp.start(Bundles.compile("types", folder), "dormouse.max-body=1000000");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return app.send(app.json(path, body.getBytes(StandardCharsets.UTF_8), headers));
    }

    private static JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = app.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return JSON.readTree(answer.body());
    }

    @Test
    void serverAndModelTellWhatTheyAre() throws Exception {
        assertThat(get("/v2").path("extensions").toString()).isEqualTo("[\"binary_tensor_data\",\"model_repository\"]");
        assertThat(get("/v2/health/live").toString()).isEqualTo("{\"live\":true}");
        assertThat(get("/v2/health/ready").toString()).isEqualTo("{\"ready\":true}");
        assertThat(get("/v2/models").toString()).isEqualTo("{\"models\":[\"types\"]}");
        for (String model : new String[] {"/v2/models/types", "/v2/models/types/versions/1"}) {
            assertThat(get(model).toString())
                    .isEqualTo("{\"name\":\"types\",\"versions\":[\"1\"],\"platform\":\"dormouse\",\"inputs\":["
                            + "{\"name\":\"features\",\"datatype\":\"FP32\",\"shape\":[-1,2]},"
                            + "{\"name\":\"count\",\"datatype\":\"UINT8\",\"shape\":[-1]},"
                            + "{\"name\":\"big\",\"datatype\":\"UINT64\",\"shape\":[-1]},"
                            + "{\"name\":\"flag\",\"datatype\":\"BOOL\",\"shape\":[-1]},"
                            + "{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[-1]}],\"outputs\":["
                            + "{\"name\":\"scaled\",\"datatype\":\"FP32\",\"shape\":[-1,2]},"
                            + "{\"name\":\"count\",\"datatype\":\"INT64\",\"shape\":[-1]},"
                            + "{\"name\":\"big\",\"datatype\":\"FP64\",\"shape\":[-1]},"
                            + "{\"name\":\"flag\",\"datatype\":\"INT64\",\"shape\":[-1]},"
                            + "{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[-1]}]}");
            assertThat(get(model + "/ready").toString()).isEqualTo("{\"name\":\"types\",\"ready\":true}");
        }
    }

    @Test
    void theRepositoryHoldsWhatIsServedAndNeverChanges() throws Exception {
        assertThat(JSON.readTree(post("/v2/repository/index", "{}").body()).toString())
                .isEqualTo("[{\"name\":\"types\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"}]");
        assertThat(JSON.readTree(post("/v2/repository/models/types/load", "").body())
                        .toString())
                .isEqualTo("{\"name\":\"types\",\"load\":true}");
        HttpResponse<String> unload = post("/v2/repository/models/types/unload", "");
        assertThat(unload.statusCode()).isEqualTo(400);
        assertThat(unload.body()).contains("stays loaded as long as this function runs");
        assertThat(post("/v2/repository/models/other/load", "").statusCode()).isEqualTo(404);
    }

    @Test
    void inferAnswersInTheProtocolsForm() throws Exception {
        for (String path : new String[] {INFER, "/v2/models/types/versions/1/infer"}) {
            assertThat(post(path, "{" + INPUTS + "}").body())
                    .isEqualTo("{\"model_name\":\"types\",\"model_version\":\"1\"," + OUTPUTS + "}");
            assertThat(post(path, "{\"id\": \"é 1\", " + INPUTS + "}").body())
                    .isEqualTo("{\"model_name\":\"types\",\"model_version\":\"1\",\"id\":\"é 1\"," + OUTPUTS + "}");
        }
    }

    @Test
    void outputsAreSelectedAndOrdered() throws Exception {
        JsonNode outputs = JSON.readTree(
                        post(INFER, "{" + INPUTS + ", \"outputs\": [{\"name\": \"text\"}, {\"name\": \"count\"}]}")
                                .body())
                .path("outputs");
        assertThat(outputs.findValuesAsText("name")).containsExactly("text", "count");
    }

    @Test
    void bodiesAndAnswersMayBeCompressed() throws Exception {
        byte[] body = ("{" + INPUTS + "}").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        compress(new GZIPOutputStream(gzip), body);
        ByteArrayOutputStream deflate = new ByteArrayOutputStream();
        compress(new DeflaterOutputStream(deflate), body);
        assertThat(app.send(app.json(INFER, gzip.toByteArray(), "Content-Encoding", "gzip"))
                        .body())
                .contains(OUTPUTS);
        assertThat(app.send(app.json(INFER, deflate.toByteArray(), "Content-Encoding", "deflate"))
                        .body())
                .contains(OUTPUTS);
        HttpResponse<byte[]> answer = app.sendForBytes(app.json(INFER, body, "Accept-Encoding", "br, gzip"));
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).contains(OUTPUTS);
        }
    }

    private static void compress(OutputStream out, byte[] body) throws IOException {
        try (out) {
            out.write(body);
        }
    }

    @Test
    void everyMistakeGetsItsStatusAndAnErrorText() throws Exception {
        refused(post(INFER, "{"), 400, "the body is not JSON");
        refused(post(INFER, "{\"inputs\": []}"), 400, "input 'features' is missing");
        refused(post(INFER, "{" + INPUTS.replace("[2, 2]", "[1, 4]") + "}"), 400, "input 'features' takes FP32[n, 2]");
        refused(post(INFER, "{}", "Inference-Header-Content-Length", "9"), 400, "the body has 2 bytes");
        refused(post(INFER, "{}", "Inference-Header-Content-Length", "1e1"), 400, "not a number of bytes");
        refused(post(INFER, "{}", "Content-Encoding", "gzip"), 400, "the body is not gzip");
        refused(post("/v2/models/other/infer", "{}"), 404, "there is no model 'other'");
        refused(post("/v2/models/types/versions/2/infer", "{}"), 404, "version '2'");
        refused(app.get("/v2/models/types/nothing"), 404, "nothing is served at this path");
        refused(app.get(INFER), 405, "takes POST");
        refused(post("/v2", "{}"), 405, "takes GET");
        refused(post(INFER, "{}", "Content-Encoding", "br"), 415, "Content-Encoding br");
        refused(post(INFER, "{}", "Accept", "text/html"), 406, "application/json");
        HttpRequest.Builder text = app.request(INFER).header("Content-Type", "text/plain");
        refused(app.send(text.POST(HttpRequest.BodyPublishers.ofString("{}")).build()), 415, "the body is text/plain");
    }

    @Test
    void aCompressedBombIsRefused() throws Exception {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        compress(new GZIPOutputStream(gzip), new byte[100_000_000]);
        ByteArrayOutputStream deflate = new ByteArrayOutputStream();
        compress(new DeflaterOutputStream(deflate), new byte[100_000_000]);
        for (String path : new String[] {INFER, "/eval"}) {
            for (HttpRequest bomb : new HttpRequest[] {
                app.json(path, gzip.toByteArray(), "Content-Encoding", "gzip"),
                app.json(path, deflate.toByteArray(), "Content-Encoding", "deflate")
            }) {
                HttpResponse<String> answer = app.send(bomb);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
                assertThat(answer.body()).contains("more than 1000000 bytes when decompressed");
            }
        }
    }

    private static void refused(HttpResponse<String> answer, int status, String told) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("error").asText()).contains(told);
    }
}
