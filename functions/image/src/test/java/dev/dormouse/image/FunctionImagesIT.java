package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dormouse.engine.Bundle;
import dev.dormouse.testkit.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole images of samples. Needs the packaged function app; with JAVA_HOME_25 set, images hold that Java. */
@Tag("it")
@Timeout(600)
class FunctionImagesIT {
    private static final Platform PLATFORM = Platform.ofThisMachine();

    /** Shared by the tests, as the image's Java and the archives are made once a build. */
    @TempDir
    static Path shared;

    @TempDir
    private Path folder;

    private static BuildFolder build = null;

    @BeforeAll
    static void stage() throws IOException {
        build = StagedBuild.in(shared.resolve("build"));
    }

    private static FunctionImages images() {
        return StagedBuild.images(build, shared);
    }

    @ParameterizedTest
    @CsvSource({"sentiment-en", "wine"})
    void eachFileStandsInItsLayer(String sample) throws Exception {
        Path bundle = Samples.compile(sample, folder);
        Set<Engine> engines = Engine.neededBy(Bundle.open(bundle).plan());
        StagedFunction function = StagedFunction.stage(build, engines, PLATFORM, 25, folder.resolve("staged"));
        List<ImageLayer> layers = new ArrayList<>(LayerPlan.ofFunction(function));
        layers.addAll(LayerPlan.ofBundle(Bundle.open(bundle), bundle, Files.createFile(folder.resolve("sbom"))));
        StringBuilder text = new StringBuilder();
        for (ImageLayer layer : layers) {
            text.append(layer.name()).append('\n');
            layer.files().stream()
                    .map(file -> "  " + withoutVersions(file.path()) + '\n')
                    .sorted()
                    .forEach(text::append);
        }
        Goldens.check(Path.of("src/test/resources/layers", sample + ".txt"), text.toString());
    }

    @Test
    void theBillNamesWhatAJarHasTakenOver() throws Exception {
        Set<Engine> engines =
                Engine.neededBy(Bundle.open(Samples.compile("wine", folder)).plan());
        StagedFunction function = StagedFunction.stage(build, engines, PLATFORM, 25, folder.resolve("staged"));
        Path bill = folder.resolve("components.json");
        BillOfMaterials.describe(function, folder.resolve("none"), bill);
        assertThat(Files.readString(bill)).contains("pkg:maven/org.webjars/swagger-ui@");
    }

    /** The listing changes when a library comes or goes, not when its version does. */
    private static String withoutVersions(String path) {
        return path.replaceAll("-\\d[^/]*\\.jar$", ".jar")
                .replaceAll("/[0-9][0-9.]*-[0-9.]+-cpu", "/VERSION-cpu")
                .replaceAll("x86[_-]64|aarch64|aarch_64", "MACHINE");
    }

    @Test
    void equalInputIsEqualBytesAndFunctionsShareTheirLayers() throws Exception {
        Path wine = Samples.compile("wine", folder);
        ImageReport first = tar(wine, "first.tar");
        ImageReport second = tar(wine, "second.tar");
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(folder.resolve("second.tar")).hasSameBinaryContentAs(folder.resolve("first.tar"));
        ImageReport digits = tar(Samples.compile("digits", folder), "digits.tar");
        List<String> common = new ArrayList<>(
                digits.layers().stream().map(ImageReport.Layer::digest).toList());
        common.retainAll(first.layers().stream().map(ImageReport.Layer::digest).toList());
        assertThat(common).as("base, Java, engine, libraries, function").hasSize(5);
    }

    private ImageReport tar(Path bundle, String name) throws IOException {
        return images().make(
                        bundle,
                        PLATFORM,
                        new Base.ThisMachine(),
                        new Destination.TarFile(folder.resolve(name), "dormouse.local/wine:1"));
    }

    @Test
    void aChangedManifestUploadsLittleAndATarHasTheRegistrysDigest() throws Exception {
        assumeTrue(LocalRegistry.isInstalled(), "docker-registry is not installed");
        try (LocalRegistry registry = new LocalRegistry(folder)) {
            Path sentiment = Samples.compile("sentiment-en", folder);
            ImageReport first = push(sentiment, registry);
            assertThat(first.reference()).isEqualTo(registry.address() + "/team/sentiment@" + first.digest());
            assertThat(first.size()).isLessThan(130_000_000);
            assertThat(push(sentiment, registry).layers())
                    .filteredOn(layer -> layer.uploaded().orElse(true))
                    .extracting(ImageReport.Layer::name)
                    .containsExactly("manifest");
            ImageReport changed = push(changed(), registry);
            assertThat(changed.digest()).isNotEqualTo(first.digest());
            assertThat(changed.uploaded()).isPositive().isLessThan(100_000);
            assertThat(tar(sentiment, "sentiment.tar").digest()).isEqualTo(first.digest());
        }
    }

    private Path changed() throws IOException {
        Path manifest = Samples.ROOT.resolve("samples/sentiment-en/manifest.yaml");
        Path other = Files.createDirectory(folder.resolve("changed")).resolve("manifest.yaml");
        Files.writeString(other, Files.readString(manifest).replace("version: 1.0.0", "version: 1.0.1"));
        return Samples.compile(other, folder.resolve("changed-bundle"), folder);
    }

    private static ImageReport push(Path bundle, LocalRegistry registry) throws IOException {
        return images().make(
                        bundle,
                        PLATFORM,
                        new Base.ThisMachine(),
                        new Destination.Registry(registry.address() + "/team/sentiment:1", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sentiment-en | {\"text\": [\"A gorgeous, witty film.\"]} | \"label\":\"positive\"",
                "wine | {\"features\": [14.38, 3.59, 2.28, 16, 102, 3.25, 3.17, 0.27, 2.19, 4.9, 1.04, 3.44, 1065]} | class_0"
            })
    void answersInAContainerThatMayDoNothing(String sample, String request, String answer) throws Exception {
        assumeTrue(Container.canRun(), "needs root, runc, nsenter and curl");
        tar(Samples.compile(sample, folder), "image.tar");
        boolean cache = JavaRuntime.in(StagedBuild.jdk()).orElseThrow().major() >= 25;
        try (Container container = new Container(folder.resolve("image.tar"), folder.resolve("container"))) {
            assertThat(container.config().path("User").asText()).isEqualTo("65532:65532");
            assertThat(container
                            .config()
                            .path("Labels")
                            .path("dev.dormouse.plan.digest")
                            .asText())
                    .startsWith("sha256:");
            // a start-up archive that does not fit would now fail the start instead of being passed over
            container.start(cache ? "-XX:AOTMode=on" : "-Xshare:on");
            assertThat(container.ask("/eval", request)).contains(answer);
            assertThat(Files.readString(container.log())).doesNotContain("ERROR", "WARN");
        }
    }

    @Test
    void anotherPlatformNeedsABaseAndSaysSo() throws Exception {
        Path wine = Samples.compile("wine", folder);
        Platform other = new Platform("linux", PLATFORM.architecture().equals("arm64") ? "amd64" : "arm64");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> images().make(
                                wine,
                                other,
                                new Base.ThisMachine(),
                                new Destination.TarFile(folder.resolve("x.tar"), "dormouse.local/wine:1")))
                .hasMessageContaining("a base for " + other + " cannot be put together on this machine");
        assertThat(folder.resolve("x.tar")).doesNotExist();
    }
}
