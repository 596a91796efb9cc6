package dev.dormouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.compiler.emit.BundleWriter;
import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Examples;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.StepListener;
import dev.dormouse.plan.Plan;
import dev.dormouse.step.StepCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests within manifests: what the plan becomes. What goes wrong is in the corpus, under {@code composition}. */
class CompositionTest {
    private static final Path ROOT = Path.of(System.getProperty("dormouse.root"));
    private static final String HEAD = "apiVersion: dormouse.dev/v1\nkind: Pipeline\nmetadata: {name: %s}\nspec:\n";
    private static final String TWO_WINES = HEAD.formatted("two") + """
              inputs: {left: "FP32[a, 13]", right: "FP32[b, 13]"}
              steps:
                - {name: one, uses: pipeline, with: {source: wine}, inputs: {features: left}}
                - {name: other, uses: pipeline, with: {source: wine/manifest.yaml}, inputs: {features: right}}
              outputs: {one: one.cultivar, other: other.probabilities}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void copySample() throws IOException {
        Path sample = Files.createDirectories(folder.resolve("wine"));
        for (String name : List.of("manifest.yaml", "model.onnx")) {
            Files.copy(ROOT.resolve("samples/wine").resolve(name), sample.resolve(name));
        }
    }

    private Compilation compile(String name, String text) throws IOException {
        Path manifest = Files.writeString(folder.resolve(name), text);
        return ManifestCompiler.create(StepCatalogue.load(), Optional.of(ROOT), folder.resolve("cache"))
                .compile(manifest);
    }

    private Compilation.Compiled compiled(String text) throws IOException {
        Compilation compilation = compile("manifest.yaml", text);
        return compilation.compiled().orElseThrow(() -> new AssertionError(TextReport.of(compilation.findings())));
    }

    @Test
    void innerStepsAreStepsOfThePlanAndThoseThatNobodyReadsAreNot() throws IOException {
        Plan plan = compiled(TWO_WINES).plan();
        assertThat(plan.steps())
                .extracting(Plan.PlanStep::name)
                .containsExactly("one/scaled", "one/model", "one/verdict", "other/scaled", "other/model");
        assertThat(plan.steps()).extracting(Plan.PlanStep::kind).doesNotContain("pipeline");
        assertThat(plan.slots())
                .extracting(slot -> slot.name() + " " + slot.type())
                .containsExactly(
                        "left FP32[a, 13]",
                        "right FP32[b, 13]",
                        "one/scaled.values FP32[a, 13]",
                        "one/model.probabilities FP32[a, 3]",
                        "one/verdict.label STRING[a]",
                        "other/scaled.values FP32[b, 13]",
                        "other/model.probabilities FP32[b, 3]");
    }

    @Test
    void aModelThatIsUsedTwiceIsInTheBundleOnceUnderTheNameThatThisManifestWouldGiveIt() throws IOException {
        Compilation.Compiled compiled = compiled(TWO_WINES);
        assertThat(compiled.files()).hasSize(1);
        assertThat(compiled.plan().steps().get(1).artifacts().get("source").name())
                .isEqualTo("wine/model.onnx");
        Path bundle = folder.resolve("bundle");
        BundleWriter.write(compiled, bundle);
        assertThat(bundle.resolve(Bundle.LOCK_FILE)).content().contains("\"wine/model.onnx\"");
    }

    @Test
    void theLockOfTheOuterManifestHoldsForTheFilesOfTheInnerOne() throws IOException {
        BundleWriter.write(compiled(TWO_WINES), folder.resolve("bundle"));
        Files.copy(folder.resolve("bundle").resolve(Bundle.LOCK_FILE), folder.resolve(Bundle.LOCK_FILE));
        compiled(TWO_WINES);
        Files.copy(
                ROOT.resolve("samples/ensemble/forest.onnx"),
                folder.resolve("wine/model.onnx"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(TextReport.of(compile("manifest.yaml", TWO_WINES).findings()))
                .contains("error DM402: 'model.onnx' has another digest than the lock file says");
    }

    @Test
    void itGivesWhatTheInnerManifestGivesByItselfAndRequestsMayBeJoined() throws IOException {
        Compilation.Compiled inner = compiled(Files.readString(folder.resolve("wine/manifest.yaml"))
                .replace("source: model.onnx", "source: wine/model.onnx"));
        Compilation.Compiled outer = compiled(HEAD.formatted("outer") + """
                  inputs: {features: "FP32[rows, 13]"}
                  steps:
                    - {name: inner, uses: pipeline, with: {source: wine}}
                    - {name: certain, uses: threshold, with: {at: 0.9, above: "yes", below: "no"}, inputs: {values: inner.score}}
                  outputs: {cultivar: inner.cultivar, score: inner.score, probabilities: inner.probabilities, certain: certain.label}
                  batching: {maxSize: 16, maxDelay: 1ms}
                """);
        assertThat(outer.plan().execution().batchDim()).contains("rows");
        try (Pipeline pipeline = Pipeline.open(
                outer.plan(),
                artifact -> outer.files().get(artifact.sha256()),
                StepCatalogue.load(),
                StepListener.NONE)) {
            for (Plan.Example example : inner.plan().examples()) {
                assertThat(Examples.differences(pipeline, example)).isEmpty();
            }
        }
    }

    @Test
    void innerManifestsMayHoldInnerManifestsOnlySoDeep() throws IOException {
        Files.writeString(folder.resolve("m0.yaml"), level("wine"));
        for (int i = 1; i < 12; i++) {
            Files.writeString(folder.resolve("m" + i + ".yaml"), level("m" + (i - 1) + ".yaml"));
        }
        Plan plan = compiled(level("m3.yaml")).plan();
        assertThat(plan.steps()).extracting(Plan.PlanStep::name).contains("in/in/in/in/in/model");
        assertThat(plan.slots()).extracting(slot -> slot.type().toString()).contains("FP32[n, 3]");
        assertThat(TextReport.of(compile("manifest.yaml", level("m11.yaml")).findings()))
                .contains("m4.yaml:7:49: error DM107: manifests stand more than 8 deep in one another");
    }

    private static String level(String source) {
        return HEAD.formatted("level") + """
                  inputs: {features: "FP32[n, 13]"}
                  steps:
                    - {name: in, uses: pipeline, with: {source: %s}}
                  outputs: {probabilities: in.probabilities}
                """.formatted(source);
    }

    @Test
    void eachLevelUsingTheNextOneManyTimesEndsInAFindingNotInTheMemory() throws IOException {
        StringBuilder source = new StringBuilder("{name: s, uses: sigmoid, inputs: {values: x}}");
        for (int i = 0; i < 6; i++) {
            StringBuilder steps = new StringBuilder();
            for (int k = 0; k < (i == 0 ? 1 : 12); k++) {
                String step = i == 0
                        ? source.toString()
                        : "{name: s%d, uses: pipeline, with: {source: l%d.yaml}, inputs: {x: %s}}"
                                .formatted(k, i - 1, k == 0 ? "x" : "s" + (k - 1) + ".y");
                steps.append("    - ").append(step).append('\n');
            }
            Files.writeString(
                    folder.resolve("l" + i + ".yaml"),
                    HEAD.formatted("l") + "  inputs: {x: \"FP32[n]\"}\n  steps:\n" + steps + "  outputs: {y: "
                            + (i == 0 ? "s.values" : "s11.y") + "}\n");
        }
        Compilation compilation = compile(
                "manifest.yaml",
                HEAD.formatted("l") + "  inputs: {x: \"FP32[n]\"}\n  steps:\n"
                        + "    - {name: s, uses: pipeline, with: {source: l5.yaml}}\n  outputs: {y: s.y}\n");
        assertThat(TextReport.of(compilation.findings()))
                .contains("more than the 2000 that inner pipelines may come to")
                .contains("l4.yaml");
    }

    @Test
    void anInputThatIsHandedThroughKeepsItsType() throws IOException {
        Files.writeString(
                folder.resolve("through.yaml"),
                HEAD.formatted("through") + "  inputs: {data: \"BYTES[n]\"}\n  steps:\n"
                        + "    - {name: text, uses: decodeText, inputs: {bytes: data}}\n"
                        + "  outputs: {same: data, text: text.text}\n");
        Plan plan = compiled(HEAD.formatted("outer")
                        + "  inputs: {data: \"STRING[m]\"}\n  steps:\n"
                        + "    - {name: in, uses: pipeline, with: {source: through.yaml}}\n"
                        + "  outputs: {same: in.same, text: in.text}\n"
                        + "  examples:\n    - {inputs: {data: [hey]}, outputs: {same: [hey], text: [hey]}}\n")
                .plan();
        assertThat(plan.typeOf(plan.outputs().get(0))).hasToString("STRING[m]");
        assertThat(plan.outputs()).containsExactly(new Plan.Output("same", 0), new Plan.Output("text", 1));
        assertThat(plan.steps().get(0).inputs()).isEqualTo(Map.of("bytes", 0));
    }

    @Test
    void anOvhManifestIsAnInnerOneToo() throws IOException {
        Files.copy(Path.of("src/test/resources/ovh/datetime.json"), folder.resolve("dates.json"));
        Plan plan = compiled(HEAD.formatted("outer") + """
                          inputs: {when: "STRING[rows]"}
                          steps:
                            - {name: dates, uses: pipeline, with: {source: dates.json}}
                          outputs: {year: dates.year, month: 'dates."month as text"'}
                          examples:
                            - {inputs: {when: ["2026-11-29"]}, outputs: {year: [2026], month: ["11"]}}
                        """).plan();
        assertThat(plan.steps())
                .extracting(Plan.PlanStep::name)
                .containsExactly("dates/year-of-date", "dates/month-as-text-of-date");
        assertThat(plan.metadata().annotations()).isEmpty();
    }
}
