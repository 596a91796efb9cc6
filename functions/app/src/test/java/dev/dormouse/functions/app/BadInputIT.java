package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dormouse.testkit.RunningApp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything a client can get wrong, through every door: a clear 4xx each time, and the process lives on. */
@Tag("it")
class BadInputIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GOOD =
            "{\"features\": [3, 10], \"count\": 255, \"big\": 7, \"flag\": true, \"text\": \"A\"}";
    private static final String[] EVENT = {"ce-id", "1", "ce-type", "t", "ce-source", "/s", "ce-specversion", "1.0"};

    private static RunningApp app;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        app = RunningApp.start(Bundles.compile("types", folder));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @AfterEach
    void stillAnswers() throws Exception {
        assertThat(app.send(app.json("/types", utf8(GOOD))).statusCode()).isEqualTo(200);
        assertThat(app.log()).doesNotContain("trace ").doesNotContain("Exception");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bodies, what they are in text, and words of the answer. */
    private static Map<String, String> wrong() {
        return Map.ofEntries(
                Map.entry(GOOD.replace("3, 10", "3, 10, "), "is not JSON"),
                Map.entry(GOOD.substring(0, 40), "in the middle"),
                Map.entry(GOOD.replace("3, 10", "NaN, 10"), "NaN"),
                Map.entry(GOOD.replace("\"A\"", "\"\\ud800\""), "surrogate"),
                Map.entry(GOOD.replace("3, 10", "[".repeat(5000) + "1" + "]".repeat(5000)), ""),
                Map.entry(GOOD.replace("[3, 10]", "[[3, 10], [1]]"), "features[1] has the length 1"),
                Map.entry(GOOD.replace("[3, 10]", "[]"), "empty list"),
                Map.entry(GOOD.replace("[3, 10]", "[3, 10, 4]"), "FP32[n, 2]"),
                Map.entry(GOOD.replace("[3, 10]", "\"abc\""), "the text \"abc\""),
                Map.entry(GOOD.replace("3, 10", "1e39, 1"), "FP32 cannot hold"),
                Map.entry(GOOD.replace("255", "256"), "UINT8 cannot hold"),
                Map.entry(GOOD.replace("255", "2.5"), "an integer is expected"),
                Map.entry(GOOD.replace("true", "1"), "true or false"),
                Map.entry(GOOD.replace("\"A\"", "null"), "null where a text"),
                Map.entry(GOOD.replace("7", "18446744073709551616"), "UINT64 cannot hold"));
    }

    @Test
    void everyWrongBodyIsToldWhatIsWrong() throws Exception {
        for (Map.Entry<String, String> wrong : wrong().entrySet()) {
            byte[] body = utf8(wrong.getKey());
            assertTold(app.send(app.json("/types", body)), wrong.getValue(), "error");
            assertTold(app.send(app.json("/types", body, EVENT)), wrong.getValue(), "error");
            HttpResponse<String> eval = app.send(app.json("/eval", body));
            boolean reshaped = wrong.getKey().contains("[3, 10, 4]");
            assertTold(eval, reshaped ? "" : wrong.getValue(), "message");
            String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\",\"source\":\"/s\",\"data\":"
                    + wrong.getKey() + "}";
            assertTold(structured(event), "", "error");
        }
    }

    private static HttpResponse<String> structured(String event) throws Exception {
        return app.send(app.request("/types")
                .header("Content-Type", "application/cloudevents+json")
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build());
    }

    private static void assertTold(HttpResponse<String> answer, String words, String key) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.get(key).asText() + body.path("detail").asText()).contains(words);
    }

    @Test
    void namesAreCheckedWithASuggestion() throws Exception {
        byte[] body = utf8(GOOD.replace("features", "featurs"));
        assertTold(app.send(app.json("/types", body)), "did you mean 'features'?", "error");
        assertTold(app.send(app.json("/eval", body)), "Required fields (features,float)", "message");
        assertTold(
                app.send(app.json("/types", utf8("{\"text\": \"a\"}"))), "'features' (FP32[n, 2]) is missing", "error");
        assertTold(app.send(app.json("/types", utf8("[1]"))), "not a JSON object", "error");
        assertTold(app.send(app.json("/types", new byte[0])), "empty", "error");
    }

    @Test
    void brokenUtf8IsRefused() throws Exception {
        byte[] body = utf8(GOOD);
        body[GOOD.indexOf("\"A\"") + 1] = (byte) 0xFF;
        assertTold(app.send(app.json("/types", body)), "UTF-8", "error");
        assertTold(app.send(app.json("/types", body, EVENT)), "UTF-8", "error");
        assertTold(app.send(app.json("/eval", body)), "UTF-8", "message");
        assertTold(app.send(app.json("/types", GOOD.getBytes(StandardCharsets.UTF_16))), "", "error");
    }

    @Test
    void incompleteEventsAreToldWhatLacks() throws Exception {
        assertTold(app.send(app.json("/", utf8(GOOD), "ce-id", "1")), "ce-source", "error");
        assertTold(
                app.send(app.json("/", utf8(GOOD), "ce-type", "t", "ce-source", "/s", "ce-specversion", "1.0")),
                "ce-id",
                "error");
        assertTold(
                app.send(app.json(
                        "/", utf8(GOOD), "ce-id", "1", "ce-type", "t", "ce-source", "/s", "ce-specversion", "9")),
                "specversion '9'",
                "error");
        assertTold(
                structured("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"data\":{}}"), "no type", "error");
        assertTold(
                structured("{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\",\"source\":\"/s\"}"), "data", "error");
        assertTold(structured("{\"specversion\":"), "not JSON", "error");
        assertThat(structured("{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\",\"source\":\"/s\","
                                + "\"datacontenttype\":\"text/xml\",\"data\":\"<x/>\"}")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void compressedBodiesAreRefusedByName() throws Exception {
        for (String path : List.of("/types", "/eval")) {
            HttpResponse<String> answer = app.send(app.json(path, utf8(GOOD), "Content-Encoding", "br"));
            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.body()).contains("Content-Encoding br");
        }
    }

    @Test
    void otherMediaTypesAreRefused() throws Exception {
        for (String type : List.of(
                "text/plain", "image/png", "application/x-www-form-urlencoded", "application/cloudevents+xml")) {
            for (String path : List.of("/types", "/eval", "/")) {
                if (path.equals("/eval") && type.startsWith("image/")) {
                    continue;
                }
                HttpResponse<String> answer = app.send(app.request(path)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(GOOD))
                        .build());
                assertThat(answer.statusCode()).as(path + " " + type).isEqualTo(415);
                assertThat(answer.body()).contains("the body is " + type).contains("json");
            }
        }
    }

    @Test
    void hugeBodiesAreRefusedAndTheClientHearsOfIt() throws Exception {
        byte[] huge = new byte[100 << 20];
        Arrays.fill(huge, (byte) ' ');
        for (String path : List.of("/types", "/eval")) {
            HttpResponse<String> answer = app.send(app.json(path, huge));
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("104857600 bytes").contains("33554432");
        }
        HttpRequest chunked = app.request("/types")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(huge)))
                .build();
        assertThat(statusOrCut(chunked)).isIn(413, -1);
    }

    /** A body of unknown length is cut off while it is sent; the client may or may not read the answer before that. */
    private static int statusOrCut(HttpRequest request) throws Exception {
        try {
            return app.send(request).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void clientsThatHangUpHurtNobody() throws Exception {
        for (String start : List.of(
                "POST /types HTTP/1.1\r\n",
                "POST /types HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"fea",
                "\u0000\u0001\u0002\r\n\r\n")) {
            try (Socket socket = new Socket("127.0.0.1", app.port())) {
                socket.getOutputStream().write(utf8(start));
                socket.getOutputStream().flush();
            }
        }
    }

    @Test
    void anImageBombIsRefused(@TempDir Path folder) throws Exception {
        try (RunningApp images = RunningApp.start(Bundles.compile("image", folder))) {
            String bomb = Base64.getEncoder().encodeToString(bomb(50_000, 50_000));
            for (String path : List.of("/image", "/eval")) {
                HttpResponse<String> answer = images.send(images.json(path, utf8("{\"photo\": \"" + bomb + "\"}")));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
                assertThat(answer.body()).contains("50000");
            }
            HttpResponse<String> noImage = images.send(images.json("/image", utf8("{\"photo\": \"aGVsbG8=\"}")));
            assertThat(noImage.statusCode()).as(noImage.body()).isEqualTo(400);
            String small = Base64.getEncoder().encodeToString(bomb(3, 2));
            assertThat(images.send(images.json("/image", utf8("{\"photo\": \"" + small + "\"}")))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /** A grey PNG whose pixels are all zero, so that it is small whatever its sides are. */
    private static byte[] bomb(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(header);
        data.writeInt(width);
        data.writeInt(height);
        data.write(new byte[] {8, 0, 0, 0, 0});
        chunk(png, "IHDR", header.toByteArray());
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels)) {
            byte[] row = new byte[Math.min(width, 1000) + 1];
            for (int y = 0; y < Math.min(height, 1000); y++) {
                deflater.write(row);
            }
        }
        chunk(png, "IDAT", pixels.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] content) throws IOException {
        DataOutputStream data = new DataOutputStream(png);
        data.writeInt(content.length);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        data.write(name);
        data.write(content);
        data.writeInt((int) crc.getValue());
    }
}
