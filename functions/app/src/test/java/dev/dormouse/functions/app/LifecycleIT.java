package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.RunningApp;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full queues, orderly ends, and bundles that must not start. */
@Tag("it")
class LifecycleIT {
    private static final byte[] BODY = "{\"x\": [4]}".getBytes(StandardCharsets.UTF_8);

    private static List<CompletableFuture<HttpResponse<String>>> send(RunningApp app, int count) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(app.sendLater(app.json(i % 2 == 0 ? "/slow" : "/eval", BODY)));
        }
        return answers;
    }

    @Test
    void aFullQueueRefusesAndAnswersWhatItTook(@TempDir Path folder) throws Exception {
        try (RunningApp app = RunningApp.start(Bundles.compile("slow", folder), "dormouse.queue=2")) {
            int answered = 0;
            int refused = 0;
            for (CompletableFuture<HttpResponse<String>> later : send(app, 12)) {
                HttpResponse<String> answer = later.get();
                if (answer.statusCode() == 429) {
                    refused++;
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                    assertThat(answer.body()).contains("queue is full");
                } else {
                    answered++;
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    assertThat(answer.body()).isIn("{\"y\":[4.0]}", "{\"y\":4.0}");
                }
            }
            assertThat(refused).isPositive();
            assertThat(answered).isBetween(1, 11);
            assertThat(app.send(app.json("/slow", BODY)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTerminatedProcessAnswersWhatItTook(@TempDir Path folder) throws Exception {
        try (RunningApp app = RunningApp.start(Bundles.compile("slow", folder))) {
            List<CompletableFuture<HttpResponse<String>>> answers = send(app, 6);
            CompletableFuture.anyOf(answers.toArray(new CompletableFuture<?>[0]))
                    .get();
            app.process().destroy();
            for (CompletableFuture<HttpResponse<String>> later : answers) {
                HttpResponse<String> answer = later.get();
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            assertThat(app.exitCode()).as(app.log()).isZero();
        }
    }

    @Test
    void whatComesWhileDrainingIsToldToComeAgain(@TempDir Path folder) throws Exception {
        try (RunningApp app = RunningApp.start(Bundles.compile("slow", folder))) {
            List<CompletableFuture<HttpResponse<String>>> taken = send(app, 30);
            CompletableFuture.anyOf(taken.toArray(new CompletableFuture<?>[0])).get();
            app.process().destroy();
            HttpResponse<String> ready = app.get("/q/health/ready");
            while (ready.statusCode() == 200) {
                ready = app.get("/q/health/ready");
            }
            for (String path : List.of("/slow", "/eval")) {
                HttpResponse<String> late = sentLate(app, path);
                assertThat(late.statusCode()).as(late.body()).isEqualTo(503);
                assertThat(late.headers().firstValue("Retry-After")).contains("1");
                assertThat(late.body()).contains("the function is shutting down; send the request again");
            }
            for (CompletableFuture<HttpResponse<String>> later : taken) {
                HttpResponse<String> answer = later.get();
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            assertThat(app.exitCode()).as(app.log()).isZero();
        }
    }

    /** A server that shuts down may close a kept connection just when it is used again: then on a new one. */
    private static HttpResponse<String> sentLate(RunningApp app, String path) throws Exception {
        try {
            return app.send(app.json(path, BODY));
        } catch (IOException closed) {
            return app.send(app.json(path, BODY));
        }
    }

    @Test
    void aWakeUpIsNoErrorAndReadyMeansThatTheExamplesRan(@TempDir Path folder) throws Exception {
        try (RunningApp app =
                RunningApp.launch(Bundles.compile("waking", folder)).awaitListening()) {
            assertThat(app.get("/q/health/ready").statusCode()).isEqualTo(503);
            assertThat(app.get("/q/health/live").statusCode()).isEqualTo(200);
            assertThat(app.send(app.json("/waking", BODY)).body()).isEqualTo("{\"y\":[4.0]}");
            assertThat(app.get("/q/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aWrongOptionIsToldInOneLine(@TempDir Path folder) throws Exception {
        Path bundle = Bundles.compile("types", folder);
        try (RunningApp app = RunningApp.launch(bundle, "dormouse.queue=0")) {
            assertThat(app.exitCode()).isEqualTo(1);
            assertThat(app.log()).isEqualTo("dormouse: dormouse.queue must be at least 1, not 0\n");
        }
    }

    @Test
    void aCutModelIsRefusedByName(@TempDir Path folder) throws Exception {
        Path bundle = Bundles.compile("slow", folder);
        Path model = artifact(bundle);
        byte[] bytes = Files.readAllBytes(model);
        Files.write(model, Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(bundle, "slow.onnx");
    }

    @Test
    void aModelWithAnotherDigestIsRefusedByName(@TempDir Path folder) throws Exception {
        Path bundle = Bundles.compile("slow", folder);
        Path model = artifact(bundle);
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length / 2] ^= 1;
        Files.write(model, bytes);
        assertRefused(bundle, "slow.onnx");
    }

    @Test
    void aMissingModelOrPlanIsRefusedByName(@TempDir Path folder) throws Exception {
        Path bundle = Bundles.compile("slow", folder);
        Files.delete(artifact(bundle));
        assertRefused(bundle, "slow.onnx");
        Files.writeString(bundle.resolve("plan.json"), "{\"format\": 1");
        assertRefused(bundle, "plan.json");
        Files.delete(bundle.resolve("plan.json"));
        assertRefused(bundle, "plan.json");
    }

    private static Path artifact(Path bundle) throws Exception {
        try (var files = Files.list(bundle.resolve("artifacts"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private static void assertRefused(Path bundle, String name) throws Exception {
        try (RunningApp app = RunningApp.launch(bundle)) {
            assertThat(app.exitCode()).as(app.log()).isEqualTo(1);
            assertThat(app.log().lines().filter(line -> line.contains(name)))
                    .as(app.log())
                    .hasSize(1);
            assertThat(app.log()).doesNotContain("\tat ");
        }
    }

    @Test
    void theProcessEndsWithItsParent(@TempDir Path folder) throws Exception {
        Process parent = new ProcessBuilder("sleep", "600").start();
        try (RunningApp app = RunningApp.start(Bundles.compile("types", folder), "dormouse.parent=" + parent.pid())) {
            parent.destroy();
            assertThat(app.exitCode()).isZero();
        } finally {
            parent.destroyForcibly();
        }
    }
}
