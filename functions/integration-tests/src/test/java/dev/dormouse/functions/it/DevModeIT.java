package dev.dormouse.functions.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.RunningApp;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at work: every change of a manifest or of a file beside it is in the next answers. */
@Tag("it")
class DevModeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GRADE = """
            apiVersion: dormouse.dev/v1
            kind: Pipeline
            metadata: {name: %s}
            spec:
              inputs: {scores: "FP32[n, 2]"}
              steps:
                - {name: verdict, uses: label, with: {labels: {source: labels.json}}, inputs: {scores: scores}}
              outputs: {grade: verdict.label}
            """;
    private static final byte[] SCORES = "{\"scores\": [0, 1]}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path project;

    private Path write(String name, String text) throws Exception {
        Path file = project.resolve("src/main/pipelines").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Quarkus looks for changes at most every two seconds, so asks until the answer is there. */
    private static HttpResponse<String> await(RunningApp app, String path, int status, String text) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = app.send(app.json(path, SCORES));
        while (answer.statusCode() != status || !answer.body().contains(text)) {
            assertThat(System.nanoTime()).as(answer.body() + "\n" + app.log()).isLessThan(deadline);
            assertThat(app.process().waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
            answer = app.send(app.json(path, SCORES));
        }
        return answer;
    }

    @Test
    void everyChangeIsInTheNextAnswers() throws Exception {
        write("grade/labels.json", "[\"poor\", \"good\"]");
        Path manifest = write("grade/manifest.yaml", GRADE.formatted("grade"));
        try (RunningApp app = RunningApp.startMain(
                DevMode.class,
                "java.util.logging.manager=org.jboss.logmanager.LogManager",
                "quarkus-internal.serialized-app-model.path=" + System.getProperty("dormouse.model"),
                "quarkus.dormouse.pipelines=" + project.resolve("src/main/pipelines"),
                "dormouse.project=" + project)) {
            await(app, "/grade", 200, "{\"grade\":\"good\"}");
            write("grade/labels.json", "[\"poor\", \"splendid\"]");
            await(app, "/grade", 200, "{\"grade\":\"splendid\"}");
            write("grade/manifest.yaml", GRADE.formatted("grade").replace("grade: verdict", "mark: verdict"));
            await(app, "/grade", 200, "{\"mark\":\"splendid\"}");

            write("second.yaml", GRADE.formatted("second").replace("labels.json", "grade/labels.json"));
            await(app, "/second", 200, "{\"grade\":\"splendid\"}");
            write("third/labels.json", "[\"no\", \"yes\"]");
            write("third/manifest.yaml", GRADE.formatted("third"));
            await(app, "/third", 200, "{\"grade\":\"yes\"}");

            write("grade/manifest.yaml", GRADE.formatted("grade").replace("uses: label", "uses: lable"));
            await(app, "/grade", 500, "there is no step kind 'lable'");
            assertThat(app.log()).contains(manifest + ":7:", "there is no step kind 'lable'", "did you mean 'label'?");
            write("grade/manifest.yaml", GRADE.formatted("grade"));
            await(app, "/grade", 200, "{\"grade\":\"splendid\"}");

            Files.delete(project.resolve("src/main/pipelines/second.yaml"));
            await(app, "/second", 404, "NOT_FOUND");
        }
    }
}
