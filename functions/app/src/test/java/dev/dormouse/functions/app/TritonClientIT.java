package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.PythonVenv;
import dev.dormouse.testkit.RunningApp;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NVIDIA's own client, unmodified, against the function: every datatype, in JSON, in binary and over gRPC. */
@Tag("it")
class TritonClientIT {
    private static final Path SCRIPTS = Path.of("src/test/python");

    private static PythonVenv python() throws Exception {
        return PythonVenv.of(Path.of("target/triton-venv"), SCRIPTS.resolve("triton_client.txt"));
    }

    private static void assertRight(String script, String... addresses) throws Exception {
        PythonVenv.Result result = python().run(SCRIPTS.resolve(script), addresses);
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).contains("all right");
    }

    @Test
    void everyDatatypeGoesThereAndBackOverBothDoors(@TempDir Path folder) throws Exception {
        try (RunningApp app = RunningApp.start(Bundles.compile("datatypes", folder), "dormouse.grpc-port=0")) {
            String http = "127.0.0.1:" + app.port();
            assertRight("triton_client.py", http);
            assertRight("triton_grpc.py", "127.0.0.1:" + app.grpcPort(), http);
        }
    }

    @Test
    void typedContentsGoThereAndBack(@TempDir Path folder) throws Exception {
        try (RunningApp app = RunningApp.start(Bundles.compile("typed", folder), "dormouse.grpc-port=0")) {
            assertRight("triton_typed.py", "127.0.0.1:" + app.grpcPort());
        }
    }
}
