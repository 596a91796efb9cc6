package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.PythonVenv;
import dev.dormouse.testkit.RunningApp;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ordinary generators make of the OpenAPI documents: typed calls, typed answers, typed failures. */
@Tag("it")
class GeneratedClientIT {
    private static final Path SCRIPTS = Path.of("src/test/python");
    private static final Path GENERATOR = Path.of("target/generators/openapi-generator.jar");
    private static final Path CALLS = Path.of("src/test/resources/clients/Calls.java");

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

    @Test
    void inJava(@TempDir Path folder) throws Exception {
        Path document = folder.resolve("openapi.json");
        Files.writeString(document, described.get("/openapi.json").body());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String generated = folder.resolve("generated").toString();
        List<String> generate = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-jar", GENERATOR.toString()));
        generate.addAll(List.of("generate", "-g", "java", "--library", "native", "-i", document.toString()));
        generate.addAll(List.of("-o", generated, "--additional-properties=useJakartaEe=true,openApiNullable=false"));
        run(generate);

        String classes = folder.resolve("classes").toString();
        String path = System.getProperty("java.class.path");
        List<String> compile = new ArrayList<>(List.of("-nowarn", "-d", classes, "-cp", path, CALLS.toString()));
        try (Stream<Path> files = Files.walk(Path.of(generated, "src", "main", "java"))) {
            files.filter(Files::isRegularFile).map(Path::toString).forEach(compile::add);
        }
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(null, told, told, compile.toArray(String[]::new));
        assertThat(status).as(told.toString(StandardCharsets.UTF_8)).isZero();
        String address = "http://127.0.0.1:" + described.port();
        assertThat(run(List.of(java, "-cp", classes + File.pathSeparator + path, "Calls", address)))
                .contains("all right");
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
