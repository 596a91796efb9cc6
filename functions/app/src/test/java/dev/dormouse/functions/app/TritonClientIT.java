package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.PythonVenv;
import dev.dormouse.testkit.RunningApp;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NVIDIA's own client, unmodified, against the function: every datatype, in JSON and binary. */
@Tag("it")
class TritonClientIT {
    private static final Path SCRIPTS = Path.of("src/test/python");

    @Test
    void everyDatatypeGoesThereAndBack(@TempDir Path folder) throws Exception {
        PythonVenv python = PythonVenv.of(Path.of("target/triton-venv"), SCRIPTS.resolve("triton_client.txt"));
        try (RunningApp app = RunningApp.start(Bundles.compile("datatypes", folder))) {
            PythonVenv.Result result = python.run(SCRIPTS.resolve("triton_client.py"), "127.0.0.1:" + app.port());
            assertThat(result.status()).as(result.output()).isZero();
            assertThat(result.output()).contains("all right");
        }
    }
}
