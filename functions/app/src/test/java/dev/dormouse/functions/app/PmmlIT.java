package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.RunningApp;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PMML file alone, served as {@code dormouse run FILE} does, with its engine from a folder. */
@Tag("it")
class PmmlIT {
    private static final Path PMML = Path.of(System.getProperty("dormouse.root"), "runtime/pmml");

    private static RunningApp app;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.copy(PMML.resolve("src/test/resources/models/described.pmml"), model.resolve("risk.xml"));
        Path bundle = Bundles.target(model, folder.resolve("bundle"));
        app = RunningApp.start(bundle, "dormouse.engines=" + PMML.resolve("target/engines"));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static HttpResponse<String> post(String body) throws Exception {
        return app.send(app.json("/risk", body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void rowsAreScored() throws Exception {
        HttpResponse<String> answer = post("""
                {"age": [30, -1], "income": [1000, 1e9], "member": [true, false], "since": ["2020-01-31", "1999-12-31"], "c": ["a", "z"]}
                """);
        assertThat(answer.body()).contains("0.3").contains("\"low\"");
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void whatTheModelRefusesIsA400WithItsPlace() throws Exception {
        HttpResponse<String> answer = post("""
                {"age": [30, 200], "income": [1, 1], "member": [true, false], "since": ["2020-01-31", "2020-01-31"], "c": ["a", "b"]}
                """);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("'age' in row 1: 200 is not valid; valid is what lies in [0, 120]");
    }

    @Test
    void theDescriptionTellsWhatBecomesOfMissingAndInvalidValues() throws Exception {
        assertThat(app.get("/describe").body())
                .contains("integer in [0, 120]; missing (NaN, -1): 40 (asMean); invalid: refused")
                .contains("missing (empty text): refused");
    }
}
