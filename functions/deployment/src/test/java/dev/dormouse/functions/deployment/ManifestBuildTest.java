package dev.dormouse.functions.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.ManifestCompiler;
import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.step.StepCatalogue;
import io.quarkus.deployment.pkg.builditem.OutputTargetBuildItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build does with manifests: finds them, compiles them, fails with the compiler's words. */
class ManifestBuildTest {
    private static final String GOOD = """
            apiVersion: dormouse.dev/v1
            kind: Pipeline
            metadata: {name: %s}
            spec:
              inputs: {text: "STRING[n]"}
              steps:
                - {name: clean, uses: normalizeText, with: {lowercase: true}, inputs: {text: text}}
              outputs: {text: clean.text}
            """;

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private List<CompiledPipelineBuildItem> build() throws IOException {
        List<CompiledPipelineBuildItem> compiled = new ArrayList<>();
        OutputTargetBuildItem target = new OutputTargetBuildItem(
                folder.resolve("target"), "app", "app", false, new Properties(), Optional.empty());
        List<ManifestBuildItem> manifests =
                ManifestFiles.in(folder).stream().map(ManifestBuildItem::new).toList();
        new DormouseProcessor().compile(manifests, target, compiled::add);
        return compiled;
    }

    @Test
    void filesAndFoldersAreFoundInOrder() throws IOException {
        write("b.yaml", GOOD.formatted("b"));
        write("a/manifest.yaml", GOOD.formatted("a"));
        write("a/other.yaml", "not a manifest");
        write("notes.txt", "not a manifest");
        assertThat(build()).extracting(CompiledPipelineBuildItem::name).containsExactly("a", "b");
        assertThat(ManifestFiles.in(folder.resolve("missing"))).isEmpty();
    }

    @Test
    void filesAndFoldersAreWatchedAlsoOneThatIsNotThereYet() throws IOException {
        Path manifest = write("a/manifest.yaml", GOOD.formatted("a"));
        Path notes = write("notes.txt", "not a manifest");
        assertThat(ManifestFiles.watched(folder)).containsExactly(folder, manifest.getParent(), manifest, notes);
        Path missing = folder.resolve("missing");
        assertThat(ManifestFiles.watched(missing)).containsExactly(missing);
    }

    @Test
    void errorsFailTheBuildInTheCompilersWords() throws IOException {
        write("good.yaml", GOOD.formatted("good"));
        Path bad = write("bad.yaml", GOOD.formatted("bad").replace("lowercase", "lowercas"));
        Path worse = write("worse.yaml", GOOD.formatted("worse").replace("clean.text}", "clan.text}"));
        ManifestCompiler compiler =
                ManifestCompiler.create(StepCatalogue.load(), Optional.empty(), folder.resolve("cache"));
        Compilation first = compiler.compile(bad);
        Compilation second = compiler.compile(worse);
        assertThat(catchThrowable(this::build))
                .isInstanceOf(ManifestErrors.class)
                .hasMessage("\n" + TextReport.of(first.findings()) + TextReport.of(second.findings()));
    }

    @Test
    void twoManifestsOfOneNameAreRefused() throws IOException {
        write("a.yaml", GOOD.formatted("same"));
        write("b.yaml", GOOD.formatted("same"));
        List<CompiledPipelineBuildItem> pipelines = build();
        assertThat(catchThrowable(() -> new DormouseProcessor().resources(pipelines, resource -> {})))
                .isInstanceOf(ManifestErrors.class)
                .hasMessageContaining("two manifests have the name 'same'");
    }
}
