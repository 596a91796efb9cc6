package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole images on a base from a registry. Needs the packaged function app and docker-registry. */
@Tag("it")
@Timeout(600)
class PulledBaseIT {
    private static final Platform PLATFORM = Platform.ofThisMachine();
    private static final Map<String, String> HOME = Map.of("JAVA_HOME", ImageConfig.JAVA_HOME);

    @TempDir
    static Path shared;

    @TempDir
    private Path folder;

    private static BuildFolder build = null;
    private static LocalRegistry registry = null;
    private static Bases bases = null;

    @BeforeAll
    static void stage() throws Exception {
        assumeTrue(LocalRegistry.isInstalled(), "docker-registry is not installed");
        build = StagedBuild.in(shared.resolve("build"));
        registry = new LocalRegistry(shared);
        bases = new Bases(registry, Files.createDirectory(shared.resolve("made")));
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void aFunctionOnAPulledBaseAnswersWithItsArchive() throws Exception {
        Foundation here = new LocalFoundation(build, StagedBuild.jdk(), line -> {}).make(PLATFORM);
        String base = bases.push("good", PLATFORM, here.layers(), HOME);
        ImageReport report = make(PLATFORM, base);
        assertThat(report.notes()).isEmpty();
        assertThat(label(report)).isEqualTo("yes");
        assumeTrue(Container.canRun(), "needs root, runc, nsenter and curl");
        try (Container container = new Container(folder.resolve("image.tar"), folder.resolve("container"))) {
            container.start(here.java().major() >= 25 ? "-XX:AOTMode=on" : "-Xshare:on");
            String request =
                    "{\"features\": [14.38, 3.59, 2.28, 16, 102, 3.25, 3.17, 0.27, 2.19, 4.9, 1.04, 3.44, 1065]}";
            assertThat(container.ask("/eval", request)).contains("class_0");
        }
    }

    @Test
    void aJavaThatDoesNotRunHereGivesAnImageWithoutArchive() throws Exception {
        Map<String, String> broken = Map.of(
                ImageConfig.JAVA_HOME + "/release",
                "JAVA_VERSION=\"25\"\n",
                ImageConfig.JAVA_HOME + "/bin/java",
                "#!/bin/sh\necho 'Error relocating libjvm.so: symbol not found' >&2\nexit 127\n");
        ImageReport report =
                make(PLATFORM, bases.push("broken", PLATFORM, List.of(bases.layer("broken", broken)), HOME));
        assertThat(report.notes())
                .singleElement()
                .asString()
                .contains(
                        "no start-up archive",
                        "the base's Java does not run here",
                        "exit status 127",
                        "symbol not found");
        assertThat(label(report)).isEqualTo("no");
    }

    @Test
    void anotherPlatformGetsItsNativesAndNoArchive() throws Exception {
        Platform other = new Platform("linux", PLATFORM.architecture().equals("arm64") ? "amd64" : "arm64");
        Map<String, String> java = Map.of(
                ImageConfig.JAVA_HOME + "/release", "JAVA_VERSION=\"25\"\n", ImageConfig.JAVA_HOME + "/bin/java", "x");
        ImageReport report = make(other, bases.push("other", other, List.of(bases.layer("other", java)), HOME));
        assertThat(report.platform()).isEqualTo(other);
        assertThat(report.notes()).singleElement().asString().contains("do not run on this machine");
        assertThat(config(report).path("architecture").asText()).isEqualTo(other.architecture());
    }

    private ImageReport make(Platform platform, String base) throws IOException {
        return StagedBuild.images(build, shared)
                .make(
                        Samples.compile("wine", folder),
                        platform,
                        new Base.Registry(base, false),
                        new Destination.TarFile(folder.resolve("image.tar"), "dormouse.local/wine:1"));
    }

    private String label(ImageReport report) throws IOException {
        return config(report).at("/config/Labels/dev.dormouse.start-up-archive").asText();
    }

    private JsonNode config(ImageReport report) throws IOException {
        String digest = report.layers().stream()
                .filter(layer -> layer.name().equals("configuration"))
                .map(ImageReport.Layer::digest)
                .findFirst()
                .orElseThrow();
        try (TarFile tar = new TarFile(folder.resolve("image.tar").toFile())) {
            String name = EdgeArchive.BLOBS + digest.substring("sha256:".length());
            try (InputStream in = tar.getInputStream(tar.getEntries().stream()
                    .filter(entry -> entry.getName().equals(name))
                    .findFirst()
                    .orElseThrow())) {
                return JsonText.read(in.readAllBytes());
            }
        }
    }
}
