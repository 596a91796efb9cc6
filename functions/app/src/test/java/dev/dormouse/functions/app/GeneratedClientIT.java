package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.PythonVenv;
import dev.dormouse.testkit.RunningApp;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ordinary generators make of the OpenAPI documents: typed calls, typed answers, typed failures. */
@Tag("it")
class GeneratedClientIT {
    private static final Path SCRIPTS = Path.of("src/test/python");

    private static RunningApp sentiment;
    private static RunningApp described;
    private static RunningApp thumbnail;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        sentiment = RunningApp.start(Bundles.sample("sentiment-en", folder));
        described = RunningApp.start(Bundles.compile("described", folder));
        thumbnail = RunningApp.start(Bundles.compile("thumbnail", folder));
    }

    @AfterAll
    static void stop() {
        sentiment.close();
        described.close();
        thumbnail.close();
    }

    @Test
    void inPython(@TempDir Path folder) throws Exception {
        PythonVenv python = PythonVenv.of(Path.of("target/generated-venv"), SCRIPTS.resolve("generated_client.txt"));
        PythonVenv.Result result = python.run(
                SCRIPTS.resolve("generated_client.py"),
                folder.toString(),
                "sentiment-en=http://127.0.0.1:" + sentiment.port(),
                "described=http://127.0.0.1:" + described.port(),
                "thumbnail=http://127.0.0.1:" + thumbnail.port());
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).contains("all right");
    }
}
