package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.PythonVenv;
import dev.dormouse.testkit.RunningApp;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemathesis makes requests of the OpenAPI document, right and wrong ones: the function does what the document says. */
@Tag("it")
class SchemathesisIT {
    private static final Path SCRIPTS = Path.of("src/test/python");

    /** Several inputs of several datatypes; a text into a model; an image. */
    @ParameterizedTest
    @ValueSource(strings = {"described", "sentiment-en", "thumbnail"})
    void theFunctionDoesWhatItsDocumentSays(String pipeline, @TempDir Path folder) throws Exception {
        PythonVenv python = PythonVenv.of(Path.of("target/schemathesis-venv"), SCRIPTS.resolve("schemathesis_run.txt"));
        boolean sample = pipeline.startsWith("sentiment");
        Path bundle = sample ? Bundles.sample(pipeline, folder) : Bundles.compile(pipeline, folder);
        try (RunningApp app = RunningApp.start(bundle, "dormouse.playground=false")) {
            PythonVenv.Result result = python.run(
                    SCRIPTS.resolve("schemathesis_run.py"),
                    "http://127.0.0.1:" + app.port(),
                    folder.resolve("schemathesis").toString());
            assertThat(result.status()).as(result.output()).isZero();
            assertThat(result.output()).contains("all right");
            assertThat(app.log()).doesNotContain("trace ");
        }
    }
}
