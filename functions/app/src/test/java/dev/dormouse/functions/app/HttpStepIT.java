package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.RunningApp;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code uses: http} in a function as users run it: against another function of ours, and against a Python server. */
@Tag("it")
class HttpStepIT {
    private static final Path ROOT = Path.of(System.getProperty("dormouse.root"));
    private static final String ENGINES = "dormouse.engines=" + ROOT.resolve("runtime/http/target/engines");
    private static final String WINE =
            "[[14.38, 3.59, 2.28, 16.0, 102.0, 3.25, 3.17, 0.27, 2.19, 4.9, 1.04, 3.44, 1065.0]]";

    @TempDir
    Path folder;

    private Path caller(String name, String with, String examples) throws IOException {
        Path manifest = Files.createDirectories(folder.resolve(name)).resolve("manifest.json");
        Files.writeString(manifest, """
                apiVersion: dormouse.dev/v1
                kind: Pipeline
                metadata: {name: %s}
                spec:
                  inputs: {features: "FP32[n, %s]"}
                  steps:
                    - {name: remote, uses: http, with: {%s}}
                  outputs: {answer: remote.%s}
                  %s
                """.formatted(
                name, with.contains("wine") ? "13" : "k", with, with.contains("wine") ? "cultivar" : "text", examples));
        return Bundles.target(manifest.getParent(), folder.resolve(name + "-bundle"));
    }

    private static HttpResponse<String> ask(RunningApp app, String name, String rows) throws Exception {
        return app.send(app.json("/" + name, ("{\"features\": " + rows + "}").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aFunctionCallsAFunction() throws Exception {
        String example = "examples: [{inputs: {features: " + WINE + "}, outputs: {answer: [class_0]}}]";
        Path bundle;
        try (RunningApp wine = RunningApp.start(Bundles.sample("wine", folder))) {
            String with = "url: \"http://127.0.0.1:" + wine.port()
                    + "\", model: wine, timeout: 3s, retries: 1, binary: true,"
                    + " inputs: {features: \"FP32[n, 13]\"}, outputs: {cultivar: \"STRING[n]\"}";
            bundle = caller("calls-wine", with, example);
            try (RunningApp app = RunningApp.start(bundle, ENGINES)) {
                HttpResponse<String> good = ask(app, "calls-wine", WINE);
                assertThat(good.statusCode()).as(good.body()).isEqualTo(200);
                assertThat(good.body()).contains("class_0");
                wine.close();
                wine.exitCode();
                HttpResponse<String> away = ask(app, "calls-wine", WINE);
                assertThat(away.statusCode()).as(away.body()).isEqualTo(503);
                assertThat(away.headers().firstValue("Retry-After")).isPresent();
                assertThat(away.body())
                        .contains("UPSTREAM_UNAVAILABLE")
                        .contains("\"step\"")
                        .contains("remote")
                        .contains("is not there now")
                        .doesNotContain("/v2/models/wine");
            }
        }
        try (RunningApp app = RunningApp.launch(bundle, ENGINES).awaitListening()) {
            for (int i = 0; i < 100 && !app.log().contains("example 1 fails"); i++) {
                Thread.sleep(100);
            }
            assertThat(app.log()).contains("example 1 fails").contains("cannot be reached");
            assertThat(app.get("/q/health/ready").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void aFunctionCallsAServerInPython() throws Exception {
        Process python = new ProcessBuilder("python3", "src/test/python/v2_server.py")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = python.inputReader()) {
            String with = "url: \"http://127.0.0.1:" + lines.readLine() + "\", model: sums, headers: {X-Team: ml},"
                    + " inputs: {features: \"FP32[n, k]\"}, outputs: {text: \"STRING[n]\", sum: \"FP32[n]\"}";
            Path bundle = caller(
                    "calls-python", with, "examples: [{inputs: {features: [[1, 2]]}, outputs: {answer: [\"3\"]}}]");
            try (RunningApp app = RunningApp.start(bundle, ENGINES)) {
                assertThat(ask(app, "calls-python", "[[1, 2.5], [3, 4]]").body())
                        .contains("3.5")
                        .contains("7");
                HttpResponse<String> refused = ask(app, "calls-python", "[[-1]]");
                assertThat(refused.statusCode()).isEqualTo(400);
                assertThat(refused.body()).contains("a number is negative");
            }
        } finally {
            python.destroyForcibly();
        }
    }
}
