package dev.dormouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample and ready-made model compiles without a finding, and answers its request as Python does. */
class SamplesTest {
    private static final double FLOAT = 1e-4;
    /** The quantised models' probabilities differ by this much between versions of ONNX Runtime. */
    private static final double INT8 = 0.05;

    @TempDir
    private Path cache;

    static List<Path> pipelines() throws IOException {
        try (Stream<Path> folders = Stream.of("samples", "prebuilt-models")
                .flatMap(name -> list(Console.ROOT.resolve(name)))
                .filter(folder -> Files.exists(folder.resolve("manifest.yaml")))
                .sorted()) {
            return folders.toList();
        }
    }

    /** The ready-made models have no request of their own; the examples in their manifests run at compile. */
    static List<Path> samples() throws IOException {
        return pipelines().stream()
                .filter(folder -> folder.startsWith(Console.ROOT.resolve("samples")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void compilesWithoutFindings(Path folder) {
        Console console = new Console(cache).run("check", folder, "--format", "json");
        assertThat(PlanJson.decode(console.out().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Map.of("findings", List.of()));
        assertThat(console.status()).isZero();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void answersItsRequest(Path folder) throws IOException {
        Path request = folder.resolve("request.json");
        Console console = new Console(cache).run("predict", folder, "@" + request);
        assertThat(console.status()).as(console.err()).isZero();
        Object actual = PlanJson.decode(console.out().getBytes(StandardCharsets.UTF_8));
        Object expected = PlanJson.decode(Files.readAllBytes(folder.resolve("response.json")));
        double tolerance = folder.getFileName().toString().matches("sentiment.*|switch") ? INT8 : FLOAT;
        assertThat(JsonCloseness.differences(actual, expected, tolerance)).isEmpty();
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
