package dev.dormouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./dormouse} as people call it. Needs the packaged command line and function app. */
@Tag("it")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DormouseIT {
    private static final String WINE =
            "{\"features\": [14.38, 3.59, 2.28, 16.0, 102.0, 3.25, 3.17, 0.27, 2.19, 4.9, 1.04, 3.44, 1065.0]}";

    @TempDir
    private Path folder;

    @BeforeAll
    static void stageWhatMavenHasJustBuilt() throws IOException {
        assumeTrue(Script.isBuilt(), "functions/app is not packaged");
        Files.deleteIfExists(Script.state().resolve("current"));
    }

    @Test
    void servesASampleUntilItIsTold() throws Exception {
        try (Script script = Script.start(folder, "run", Console.sample("sentiment-en"), "--port", "0")) {
            String url = url(script);
            assertThat(ask(url, "{\"text\": \"A gorgeous, witty film.\"}")).contains("positive");
            assertThat(ask(url.replace("/eval", "/sentiment-en"), "{\"text\": \"Two hours wasted, dreadful.\"}"))
                    .contains("negative");
            List<ProcessHandle> children = script.process().children().toList();
            assertThat(children).hasSize(1);
            script.terminate();
            script.end();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(script.status()).isZero();
        }
    }

    @Test
    void theFunctionEndsEvenWhenTheCommandIsKilled() throws Exception {
        try (Script script = Script.start(folder, "run", Console.sample("wine"), "--port", "0")) {
            url(script);
            ProcessHandle function = script.process().children().findFirst().orElseThrow();
            script.process().destroyForcibly();
            function.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aChangeIsServedAndABrokenOneIsNot() throws Exception {
        Path wine = copy(Console.sample("wine"), folder.resolve("my wine"));
        Path manifest = wine.resolve("manifest.yaml");
        String good = Files.readString(manifest);
        try (Script script = Script.start(folder, "run", wine, "--port", "0")) {
            String url = url(script);
            script.await(line -> line.contains("Reloads when"));
            assertThat(ask(url, WINE)).contains("class_0");
            Files.writeString(manifest, good.replace("labels: [", "labls: ["));
            script.await(line -> line.contains("DM102"));
            script.await(line -> line.contains("the old one goes on running"));
            assertThat(ask(url, WINE)).contains("class_0");
            Files.writeString(manifest, good.replace("class_", "barolo_"));
            assertThat(url(script)).isEqualTo(url);
            assertThat(ask(url, WINE)).contains("barolo_0");
        }
    }

    @Test
    void aBundleIsServedWithoutTheCompiler() throws Exception {
        Path bundle = folder.resolve("bundle");
        try (Script script = Script.start(folder, "compile", Console.sample("wine"), "-o", bundle)) {
            assertThat(script.end()).contains("start it with: dormouse run");
        }
        try (Script script = Script.start(folder, "run", bundle, "--port=0")) {
            String line = script.awaitAll("istening on", "is ready");
            assertThat(script.process().children())
                    .as("it is the function itself")
                    .isEmpty();
            String url = line.replaceAll(".*(http://\\S+).*", "$1/eval");
            assertThat(ask(url, WINE)).contains("class_0");
            script.terminate();
            script.end();
            assertThat(script.status()).isZero();
        }
    }

    @Test
    void aPortInUseIsToldBeforeAnythingStarts() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Script script = Script.start(folder, "run", Console.sample("wine"), "--port", socket.getLocalPort())) {
            assertThat(script.end()).contains("is in use", "Try this: dormouse run");
            assertThat(script.status()).isEqualTo(2);
        }
    }

    @Test
    void aKilledScoringRunGoesOn() throws Exception {
        Path rows = Files.write(
                folder.resolve("rows.jsonl"),
                Stream.iterate(0, i -> i + 1)
                        .limit(400)
                        .map(i ->
                                "{\"text\": \"The film number " + i + " was a joy from its first scene to its last.\"}")
                        .toList());
        Path answers = folder.resolve("answers.jsonl");
        Object[] words = {"predict", Console.sample("sentiment-en"), "--input", rows, "--output", answers};
        try (Script script = Script.start(folder, words)) {
            while (script.process().isAlive() && (!Files.exists(answers) || Files.size(answers) == 0)) {
                script.process().waitFor(5, TimeUnit.MILLISECONDS);
            }
            script.process().destroyForcibly().waitFor();
        }
        try (Script script = Script.start(folder, words)) {
            assertThat(script.end()).contains("400 rows answered").contains("were there already");
            assertThat(script.status()).isZero();
        }
        assertThat(Files.readAllLines(answers)).hasSize(400).allMatch(line -> line.startsWith("{\"label\":\""));
    }

    @Test
    void startsThroughALinkInAFolderWithSpaces() throws Exception {
        Path link = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("my tools")).resolve("dm"), Script.script());
        try (Script script = Script.start(link, Script.state(), folder, "steps", "resize")) {
            assertThat(script.end()).contains("resize: ");
            assertThat(script.status()).isZero();
        }
    }

    @Test
    void twoFirstCallsMakeOneBuildAndLeftoversDoNotMatter() throws Exception {
        Path state = folder.resolve("first state");
        Files.createDirectories(state.resolve("build.left"));
        try (Script one = Script.start(Script.script(), state, folder, "steps");
                Script two = Script.start(Script.script(), state, folder, "steps")) {
            assertThat(one.end()).contains("tokenizer");
            assertThat(two.end()).contains("tokenizer");
            assertThat(one.status() + two.status()).isZero();
        }
        try (Stream<Path> files = Files.list(state)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("build.")))
                    .hasSize(2);
        }
    }

    private static String url(Script script) {
        String line = script.await(printed -> printed.startsWith("  eval "));
        return line.replaceAll("\\s*eval\\s+", "").trim();
    }

    private static String ask(String url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.collect(Collectors.toList())) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
