package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dormouse.testkit.PythonVenv;
import dev.dormouse.testkit.RunningApp;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages for people, in a real Chromium; {@code target/playground} has a picture of each afterwards. */
@Tag("it")
class PlaygroundIT {
    private static final Path SCRIPTS = Path.of("src/test/python");
    private static final Path SHOTS = Path.of("target/playground");

    private static Optional<Path> chromium() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void drive(RunningApp app, String name) throws Exception {
        Optional<Path> chromium = chromium();
        assumeTrue(chromium.isPresent(), "NOT RUN: no chromium is installed");
        PythonVenv python = PythonVenv.of(Path.of("target/playground-venv"), SCRIPTS.resolve("playground.txt"));
        PythonVenv.Result result = python.run(
                SCRIPTS.resolve("playground.py"),
                chromium.get().toString(),
                SHOTS.toString(),
                name + "=http://127.0.0.1:" + app.port() + "/");
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).contains("all right");
    }

    @Test
    void aFrenchReviewIsJudgedByKeyboardAlone(@TempDir Path folder) throws Exception {
        try (RunningApp app = RunningApp.start(Bundles.sample("sentiment-fr", folder))) {
            drive(app, "sentiment-fr");
        }
    }

    @Test
    void anImageIsChosenAndDropped(@TempDir Path folder) throws Exception {
        try (RunningApp app = RunningApp.start(Bundles.sample("digits", folder))) {
            drive(app, "digits");
        }
    }

    @Test
    void everyDatatypeHasAControl(@TempDir Path folder) throws Exception {
        try (RunningApp app = RunningApp.start(Bundles.compile("datatypes", folder))) {
            drive(app, "datatypes");
        }
    }

    @Test
    void spansAndPicturesAreDrawn(@TempDir Path folder) throws Exception {
        try (RunningApp app = RunningApp.start(Bundles.compile("playground", folder))) {
            drive(app, "playground");
        }
    }

    @Test
    void whatIsNoPageIsRefused(@TempDir Path folder) throws Exception {
        try (RunningApp app = RunningApp.start(Bundles.compile("lower", folder))) {
            List<String> answers = new ArrayList<>();
            for (String path : List.of(
                    "/",
                    "/playground/main.js",
                    "/playground/none.js",
                    "/playground/..%2f..%2fx.js",
                    "/playground/index.html",
                    "/playground/run/none",
                    "/swagger-ui",
                    "/swagger-ui/none.css")) {
                HttpResponse<String> answer = app.send(app.request(path).GET().build());
                answers.add(path + " " + answer.statusCode());
            }
            assertThat(answers)
                    .containsExactly(
                            "/ 200",
                            "/playground/main.js 200",
                            "/playground/none.js 404",
                            "/playground/..%2f..%2fx.js 404",
                            "/playground/index.html 404",
                            "/playground/run/none 405",
                            "/swagger-ui 200",
                            "/swagger-ui/none.css 404");
            HttpResponse<String> page = app.send(app.request("/").GET().build());
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
        }
    }

    @Test
    void canBeSwitchedOff(@TempDir Path folder) throws Exception {
        try (RunningApp app = RunningApp.start(Bundles.compile("lower", folder), "dormouse.playground=false")) {
            assertThat(app.send(app.request("/").GET().build()).statusCode()).isEqualTo(405);
            assertThat(app.send(app.request("/playground/main.js").GET().build())
                            .statusCode())
                    .isEqualTo(404);
            assertThat(app.send(app.request("/swagger-ui").GET().build()).statusCode())
                    .isEqualTo(404);
        }
    }
}
