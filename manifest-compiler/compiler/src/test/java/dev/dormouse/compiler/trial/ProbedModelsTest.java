package dev.dormouse.compiler.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.compiler.manifest.Manifest;
import dev.dormouse.compiler.resolve.ResolvedStep;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Artifact;
import dev.dormouse.plan.Options;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbedModelsTest {
    private static final String GOOD = "a".repeat(64);
    private static final String BAD = "b".repeat(64);

    @TempDir
    Path folder;

    private int probed;

    private final class Native implements StepKind {
        private final Optional<String> engine;

        Native(Optional<String> engine) {
            this.engine = engine;
        }

        @Override
        public Optional<String> engine() {
            return engine;
        }

        @Override
        public void probe(Declaration declaration) {
            probed++;
            if (declaration.file("source").endsWith(BAD)) {
                throw new ArtifactException(ArtifactException.Reason.UNREADABLE, "it ends", "export it");
            }
        }

        @Override
        public String name() {
            return "native";
        }

        @Override
        public String summary() {
            return "";
        }

        @Override
        public List<Option> options() {
            return List.of();
        }

        @Override
        public List<InputPort> inputs(Declaration declaration) {
            return List.of();
        }

        @Override
        public List<OutputPort> outputs() {
            return List.of();
        }

        @Override
        public Signature signature(Typing typing) {
            return new Signature(Map.of(), Signature.Rows.MIXED);
        }

        @Override
        public Step open(StepContext context) {
            throw new IllegalStateException("it is not opened here");
        }
    }

    private void probe(Optional<String> engine, String place, String digest, String device) {
        Path file = folder.resolve(place).resolve(digest);
        Manifest.Step step = new Manifest.Step(
                new Located<>("model", Span.START),
                new Located<>("native", Span.START),
                List.of(),
                List.of(),
                Span.START);
        ResolvedStep resolved = new ResolvedStep(
                step,
                new Native(engine),
                new Declaration("model", new Options(Map.of("device", device)), Map.of("source", file)),
                Map.of(
                        "source",
                        new ResolvedStep.ResolvedFile(file, artifact(digest), List.of(artifact(digest)), Span.START)));
        new ProbedModels(folder.resolve("probed")).probe(resolved);
    }

    private static Artifact artifact(String digest) {
        return new Artifact("model.bin", digest, Optional.empty(), 1);
    }

    @Test
    void aGoodModelIsProbedOnceForItsOptionsAndEngineWhereverItLies() {
        Optional<String> engine = Optional.of("engine-1");
        probe(engine, "here", GOOD, "cpu");
        probe(engine, "there", GOOD, "cpu");
        assertThat(probed).isEqualTo(1);
        probe(engine, "here", GOOD, "cuda");
        assertThat(probed).isEqualTo(2);
        probe(Optional.of("engine-2"), "here", GOOD, "cpu");
        assertThat(probed).isEqualTo(3);
    }

    @Test
    void aBadModelIsProbedEachTime() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> probe(Optional.of("engine-1"), "here", BAD, "cpu"))
                    .hasMessage("it ends");
        }
        assertThat(probed).isEqualTo(2);
    }

    @Test
    void withoutAnEngineNothingIsTriedOrWritten() {
        probe(Optional.empty(), "here", BAD, "cpu");
        assertThat(probed).isZero();
        assertThat(Files.exists(folder.resolve("probed"))).isFalse();
    }
}
