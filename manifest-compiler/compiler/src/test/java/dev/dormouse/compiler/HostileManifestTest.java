package dev.dormouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.step.StepCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests that are too long, or whose surroundings are too odd, for a file of the corpus. */
class HostileManifestTest {
    private static final int STEPS = 3000;

    @TempDir
    Path folder;

    @Test
    void aChainMayBeLongerThanTheStackIsDeep() {
        Compilation compilation = compile(steps(i -> i == STEPS - 1 ? "x" : "s" + (i + 1) + ".values"));
        assertThat(compilation.findings()).isEmpty();
        assertThat(compilation.compiled().orElseThrow().plan().steps().get(0).name())
                .isEqualTo("s" + (STEPS - 1));
    }

    @Test
    void aCycleMayBeLongerThanTheStackIsDeep() {
        Compilation compilation = compile(steps(i -> "s" + (i + 1) % STEPS + ".values"));
        assertThat(TextReport.of(compilation.findings())).contains("error DM203: step 's0' waits for itself");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"artifacts\": {\"model.onnx\": 3}}",
                "{\"artifacts\": {\"https://localhost/model.onnx\": {\"sha256\": \"\\u0000/../..\"}}}"
            })
    void aLockFileMayHoldAnything(String lock) throws IOException {
        Files.writeString(folder.resolve("dormouse.lock"), lock);
        String model = "\n  - {name: s0, uses: onnx, with: {source: 'https://localhost/model.onnx'}}";
        assertThat(TextReport.of(compile(model).findings()))
                .contains("error DM40")
                .doesNotContain(folder + "/dorm");
    }

    private static String steps(IntFunction<String> read) {
        return IntStream.range(0, STEPS)
                .mapToObj(i -> "\n  - {name: s" + i + ", uses: sigmoid, inputs: {values: " + read.apply(i) + "}}")
                .collect(Collectors.joining());
    }

    private Compilation compile(String steps) {
        String text = """
                apiVersion: dormouse.dev/v1
                kind: Pipeline
                metadata: {name: hostile}
                spec:
                  inputs: {x: 'FP32[n]'}
                  outputs: {y: s0.values}
                  steps:""" + steps;
        return ManifestCompiler.create(StepCatalogue.load(), Optional.empty(), folder.resolve("cache"))
                .compile(new SourceFile(folder.resolve("manifest.yaml"), text));
    }
}
