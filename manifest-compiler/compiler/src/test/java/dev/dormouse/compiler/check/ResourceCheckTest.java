package dev.dormouse.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.diagnostic.Finding;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.manifest.ManifestReader;
import dev.dormouse.compiler.resolve.InnerPipeline;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.compiler.source.SourceReader;
import dev.dormouse.plan.Options;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Signature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResourceCheckTest {
    private static final TensorType TYPE = TensorType.parse("FP32[n]");

    /** A pipeline with one step of a kind. */
    private static InnerPipeline inner(String kind) {
        Plan plan = new Plan(
                new Plan.Metadata("inner", "", "", Map.of(), Map.of()),
                List.of(new Port("x", TYPE)),
                List.of(new Plan.Slot("x", TYPE), new Plan.Slot("step.y", TYPE)),
                List.of(new Plan.PlanStep("step", kind, Options.NONE, Map.of(), Map.of("x", 0), Map.of("y", 1))),
                List.of(new Plan.Output("y", 1)),
                List.of(),
                new Plan.Execution(
                        Optional.empty(), Plan.Scale.DEFAULT, Optional.empty(), new Plan.Events("t", "s"), Map.of()));
        return new InnerPipeline(plan, List.of(), Signature.Rows.MIXED);
    }

    private static List<String> findings(String kind) {
        Findings findings = SourceReader.decode(Path.of("manifest.yaml"), """
                apiVersion: dormouse.dev/v1
                kind: Pipeline
                metadata: {name: outer}
                spec:
                  inputs:
                    x: FP32[n]
                  steps:
                    - name: inner
                      uses: pipeline
                      with: {source: inner.yaml}
                  outputs:
                    y: inner.y
                  resources:
                    limits: {memory: 100Mi}
                """.getBytes(StandardCharsets.UTF_8));
        Manifest manifest = ManifestReader.read(findings.file(), findings).orElseThrow();
        ResolvedStep step = new ResolvedStep(
                manifest.steps().get(0), inner(kind), new Declaration("inner", Options.NONE, Map.of()), Map.of());
        ResourceCheck.check(manifest, List.of(Optional.of(step)), findings);
        return findings.sorted().stream().map(Finding::message).toList();
    }

    @Test
    void theEnginesOfAnInnerPipelineCount() {
        assertThat(findings("sigmoid")).isEmpty();
        assertThat(findings("tensorflow"))
                .containsExactly(
                        "the memory limit is 100 MiB, but the files alone have 0 MiB and the runtime takes 160 MiB");
    }
}
