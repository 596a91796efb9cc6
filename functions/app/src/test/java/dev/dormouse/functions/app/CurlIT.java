package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.RunningApp;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** curl with compressed bodies and {@code --compressed}, at every door. */
@Tag("it")
class CurlIT {
    private static final int ROWS = 50;
    private static final String INPUTS =
            "{\"features\": [%s], \"count\": [%s], \"big\": [%s], \"flag\": [%s], \"text\": [%s]}"
                    .formatted(rows("[3, 10]"), rows("255"), rows("7"), rows("true"), rows("\"A\""));
    private static final String EVENT =
            "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/s\", \"type\": \"t\", \"data\": " + INPUTS + "}";

    private static RunningApp app;

    @TempDir
    private Path folder;

    /** What is asked at a door, and whether its answers are compressed. */
    private enum Door {
        FUNCTION("/types", "application/json", INPUTS, false),
        ROOT("/", "application/json", INPUTS, false),
        EVAL("/eval", "application/json", INPUTS, true),
        INFER("/v2/models/types/infer", "application/json", inference(), true),
        EVENTS("/types", "application/cloudevents+json", EVENT, true),
        BATCH("/", "application/cloudevents-batch+json", "[" + EVENT + "]", true);

        private final String path;
        private final String type;
        private final String body;
        private final boolean compresses;

        Door(String path, String type, String body, boolean compresses) {
            this.path = path;
            this.type = type;
            this.body = body;
            this.compresses = compresses;
        }
    }

    @BeforeAll
    static void start(@TempDir Path bundles) throws Exception {
        app = RunningApp.start(Bundles.compile("types", bundles), "dormouse.max-body=1000000");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static String rows(String row) {
        return String.join(", ", Collections.nCopies(ROWS, row));
    }

    private static String inference() {
        return "{\"inputs\": [" + tensor("features", "FP32", "[50, 2]", "3, 10") + ", "
                + tensor("count", "UINT8", "[50]", "255") + ", " + tensor("big", "UINT64", "[50]", "7") + ", "
                + tensor("flag", "BOOL", "[50]", "true") + ", " + tensor("text", "BYTES", "[50]", "\"A\"") + "]}";
    }

    private static String tensor(String name, String datatype, String shape, String row) {
        return "{\"name\": \"" + name + "\", \"datatype\": \"" + datatype + "\", \"shape\": " + shape + ", \"data\": ["
                + rows(row) + "]}";
    }

    /** Status, headers and body. */
    private String curl(Door door, byte[] body, String... options) throws Exception {
        Path file = Files.write(folder.resolve("body"), body);
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-i", "--max-time", "30"));
        command.addAll(List.of("-H", "Content-Type: " + door.type, "--data-binary", "@" + file));
        command.addAll(List.of(options));
        command.add("http://127.0.0.1:" + app.port() + door.path);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer;
    }

    /** The body, without what is another one in each event. */
    private static String outputs(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 200");
        return answer.substring(answer.indexOf("\r\n\r\n")).replaceAll("\"(id|time)\":\"[^\"]*\"", "");
    }

    private static byte[] gzip(byte[] body, Path file) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(body);
        }
        return Files.readAllBytes(file);
    }

    private static byte[] deflate(byte[] body, Path file) throws IOException {
        try (OutputStream out = new DeflaterOutputStream(Files.newOutputStream(file))) {
            out.write(body);
        }
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @EnumSource
    void bodiesAndAnswersMayBeCompressed(Door door) throws Exception {
        byte[] body = door.body.getBytes(StandardCharsets.UTF_8);
        String plain = curl(door, body);
        assertThat(plain.toLowerCase(Locale.ROOT)).doesNotContain("content-encoding");
        String right = outputs(plain);
        assertThat(right).contains("\"a\"");
        String compressed = curl(door, body, "--compressed");
        assertThat(outputs(compressed)).isEqualTo(right);
        assertThat(compressed.toLowerCase(Locale.ROOT).contains("content-encoding: gzip"))
                .isEqualTo(door.compresses);
        Path file = folder.resolve("compressed");
        assertThat(outputs(curl(door, gzip(body, file), "-H", "Content-Encoding: gzip", "--compressed")))
                .isEqualTo(right);
        assertThat(outputs(curl(door, deflate(body, file), "-H", "Content-Encoding: Deflate")))
                .isEqualTo(right);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotUnderstoodOrTooLargeIsRefused(Door door) throws Exception {
        byte[] body = door.body.getBytes(StandardCharsets.UTF_8);
        assertThat(curl(door, body, "-H", "Content-Encoding: br"))
                .startsWith("HTTP/1.1 415")
                .contains("Content-Encoding br");
        assertThat(curl(door, body, "-H", "Content-Encoding: gzip"))
                .startsWith("HTTP/1.1 400")
                .contains("the body is not gzip");
        byte[] bomb = gzip(new byte[100_000_000], folder.resolve("bomb"));
        assertThat(curl(door, bomb, "-H", "Content-Encoding: gzip"))
                .startsWith("HTTP/1.1 413")
                .contains("more than 1000000 bytes when decompressed");
    }
}
