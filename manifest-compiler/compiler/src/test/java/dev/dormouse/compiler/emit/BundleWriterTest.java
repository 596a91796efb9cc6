package dev.dormouse.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.ManifestCompiler;
import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.engine.Bundle;
import dev.dormouse.plan.Artifact;
import dev.dormouse.step.StepCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWriterTest {
    private static final Path ROOT = Path.of(System.getProperty("dormouse.root"));

    @TempDir
    Path folder;

    private Path manifest;

    @BeforeEach
    void copySample() throws IOException {
        Path sample = Files.createDirectories(folder.resolve("wine"));
        for (String name : List.of("manifest.yaml", "model.onnx")) {
            Files.copy(ROOT.resolve("samples/wine").resolve(name), sample.resolve(name));
        }
        manifest = sample.resolve("manifest.yaml");
    }

    private Compilation compile() throws IOException {
        return ManifestCompiler.create(StepCatalogue.load(), Optional.of(ROOT), folder.resolve("cache"))
                .compile(manifest);
    }

    @Test
    void equalManifestsGiveEqualBundles() throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        BundleWriter.write(compile().compiled().orElseThrow(), one);
        BundleWriter.write(compile().compiled().orElseThrow(), two);
        for (String file : List.of(Bundle.PLAN_FILE, Bundle.LOCK_FILE)) {
            assertThat(one.resolve(file)).hasSameBinaryContentAs(two.resolve(file));
        }
    }

    @Test
    void whatIsWrittenCanBeOpened() throws IOException {
        Path bundle = folder.resolve("bundle");
        Compilation.Compiled compiled = compile().compiled().orElseThrow();
        BundleWriter.write(compiled, bundle);
        BundleWriter.write(compiled, bundle);
        assertThat(Bundle.open(bundle).plan()).isEqualTo(compiled.plan());
        Artifact model = compiled.plan().steps().stream()
                .flatMap(step -> step.artifacts().values().stream())
                .findFirst()
                .orElseThrow();
        assertThat(Bundle.open(bundle).path(model)).hasSameBinaryContentAs(manifest.resolveSibling("model.onnx"));
    }

    @Test
    void neverReplacesWhatIsNoBundle() throws IOException {
        Path photos = Files.createDirectories(folder.resolve("photos"));
        Files.writeString(photos.resolve("holiday.jpg"), "sea");
        Compilation.Compiled compiled = compile().compiled().orElseThrow();
        assertThatThrownBy(() -> BundleWriter.write(compiled, photos))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("choose another folder");
        assertThat(photos.resolve("holiday.jpg")).hasContent("sea");
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "mine");
        Compilation.Compiled compiled = compile().compiled().orElseThrow();
        for (Path place : List.of(file, file.resolve("bundle"))) {
            assertThatThrownBy(() -> BundleWriter.write(compiled, place))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining("notes.txt is a file");
        }
        Path root = folder.toAbsolutePath().getRoot();
        assertThatThrownBy(() -> BundleWriter.write(compiled, root)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
    }

    @Test
    void aBundleHasTheRightsOfAnyNewFolder() throws IOException {
        Path bundle = folder.resolve("bundle");
        BundleWriter.write(compile().compiled().orElseThrow(), bundle);
        Path plain = Files.createDirectory(folder.resolve("plain"));
        assertThat(Files.getPosixFilePermissions(bundle)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void severalAtOnceLeaveOneWholeBundle() throws Exception {
        Path bundle = folder.resolve("bundle");
        Compilation.Compiled compiled = compile().compiled().orElseThrow();
        List<CompletableFuture<Void>> writers = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    try {
                        BundleWriter.write(compiled, bundle);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .toList();
        for (CompletableFuture<Void> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }
        assertThat(Bundle.open(bundle).plan()).isEqualTo(compiled.plan());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith(".bundle"));
        }
    }

    @Test
    void aFileThatVanishesLeavesNoHalfBundle() throws IOException {
        Compilation.Compiled compiled = compile().compiled().orElseThrow();
        Files.delete(manifest.resolveSibling("model.onnx"));
        Path bundle = folder.resolve("bundle");
        assertThatThrownBy(() -> BundleWriter.write(compiled, bundle)).isInstanceOf(IOException.class);
        assertThat(bundle).doesNotExist();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith(".bundle"));
        }
    }

    @Test
    void theLockFileHoldsAFileToItsDigest() throws IOException {
        Path bundle = folder.resolve("bundle");
        BundleWriter.write(compile().compiled().orElseThrow(), bundle);
        Files.copy(bundle.resolve(Bundle.LOCK_FILE), manifest.resolveSibling(Bundle.LOCK_FILE));
        assertThat(compile().findings()).isEmpty();
        Files.copy(
                ROOT.resolve("samples/ensemble/linear.onnx"),
                manifest.resolveSibling("model.onnx"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(compile().findings()).extracting(finding -> finding.code()).containsExactly(FindingCode.DM402);
        Files.writeString(manifest.resolveSibling(Bundle.LOCK_FILE), "{");
        assertThat(compile().findings()).extracting(finding -> finding.code()).contains(FindingCode.DM403);
    }
}
