package dev.dormouse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import dev.dormouse.image.ImageException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bases of a few files in a real docker-registry. */
@Tag("it")
class PulledFoundationIT {
    private static final Platform PLATFORM = Platform.ofThisMachine();
    private static final Map<String, String> JAVA =
            Map.of("/opt/java/release", "JAVA_VERSION=\"21.0.1\"\n", "/opt/java/bin/java", "#!/bin/sh\nexit 1\n");
    private static final Map<String, String> HOME = Map.of("JAVA_HOME", "/opt/java");

    @TempDir
    private Path folder;

    private LocalRegistry registry = null;
    private Bases bases = null;
    private BuildFolder build = null;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(LocalRegistry.isInstalled(), "docker-registry is not installed");
        registry = new LocalRegistry(folder);
        bases = new Bases(registry, Files.createDirectory(folder.resolve("made")));
        Path function = Files.createDirectories(folder.resolve("build/function"));
        Files.createFile(function.resolve(BuildFolder.RUN_JAR));
        build = new BuildFolder(folder.resolve("build"));
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void layersEnvironmentJavaAndPackagesAreTheBases() throws Exception {
        String status = """
                Package: libc6
                Status: install ok installed
                Architecture: amd64
                Version: 2.41-12
                Description: C library
                 Version: of a description

                Package: gone
                Status: deinstall ok config-files
                Version: 1

                Package: left
                Status: unknown ok not-installed
                Version: 1
                """;
        String base = bases.push(
                "base",
                PLATFORM,
                List.of(
                        bases.layer("system", Map.of("/var/lib/dpkg/status", status, "/etc/os-release", "ID=debian\n")),
                        bases.layer("java", JAVA)),
                Map.of("JAVA_HOME", "/opt/java", "OTHER", "x"));
        Foundation foundation = pull(base, PLATFORM);
        assertThat(foundation.layers()).hasSize(2);
        assertThat(foundation.java()).isEqualTo(new Foundation.JavaHome("/opt/java", "21.0.1"));
        assertThat(foundation.environment()).containsEntry("OTHER", "x");
        assertThat(foundation.packages())
                .extracting(SystemPackage::purl)
                .containsExactly("pkg:deb/debian/libc6@2.41-12?arch=amd64");
    }

    @Test
    void javaIsFoundOnThePath() throws Exception {
        String base =
                bases.push("base", PLATFORM, List.of(bases.layer("java", JAVA)), Map.of("PATH", "/bin:/opt/java/bin"));
        assertThat(pull(base, PLATFORM).java().path()).isEqualTo("/opt/java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../..", "/opt/../../../usr", "/.."})
    void aJavaOutsideOfTheBaseIsRefused(String home) throws Exception {
        String base = bases.push("base", PLATFORM, List.of(bases.layer("java", JAVA)), Map.of("JAVA_HOME", home));
        refused(base, PLATFORM, Reason.BASE, "has its Java outside of itself");
    }

    @Test
    void aBaseOfAnotherPlatformOrWithoutJavaIsRefused() throws Exception {
        Platform other = new Platform("linux", PLATFORM.architecture().equals("arm64") ? "amd64" : "arm64");
        String base = bases.push("base", PLATFORM, List.of(bases.layer("java", JAVA)), HOME);
        refused(base, other, Reason.BASE, "is an image for " + PLATFORM + ", not for " + other);
        String bare = bases.push("bare", PLATFORM, List.of(bases.layer("text", Map.of("/etc/text", "x"))), HOME);
        refused(bare, PLATFORM, Reason.BASE, "names no Java");
        String old = bases.push(
                "old",
                PLATFORM,
                List.of(bases.layer(
                        "old", Map.of("/opt/java/release", "JAVA_VERSION=\"11.0.2\"", "/opt/java/bin/java", ""))),
                HOME);
        refused(old, PLATFORM, Reason.BASE, "holds no Java from 17 on");
    }

    @Test
    void aBaseThatTheRegistryDoesNotHaveIsRefused() {
        refused(registry.address() + "/base:none", PLATFORM, Reason.REFUSED, "404");
    }

    /** Any manifest that this machine's registry gives is a good one; a lying one gives another than was asked for. */
    @Test
    void aDigestIsHeldTo() throws Exception {
        Shipment good = SmallImages.of(folder.resolve("image"), "one").shipment();
        try (RefusingRegistry lying = new RefusingRegistry(200, JsonTemplateMapper.toUtf8String(good.manifest()))) {
            String pinned = "127.0.0.1:" + lying.port() + "/base@sha256:" + "a".repeat(64);
            refused(pinned, PLATFORM, Reason.DAMAGED, "another manifest of 127.0.0.1:" + lying.port());
        }
    }

    @Test
    void aFullDiskIsToldAsOneAndNothingIsLeft() throws Exception {
        byte[] noise = new byte[3_000_000];
        new Random(1).nextBytes(noise);
        String base = bases.push(
                "base",
                PLATFORM,
                List.of(
                        bases.layer("java", JAVA),
                        bases.layer("big", Map.of("/big", HexFormat.of().formatHex(noise)))),
                HOME);
        Path image = Files.createDirectories(build.image());
        assumeTrue(
                Command.run(List.of("mount", "-t", "tmpfs", "-o", "size=2m", "none", image.toString()))
                        .succeeded(),
                "a small disk can be mounted by root only");
        try {
            assertThatThrownBy(() -> pull(base, PLATFORM))
                    .satisfies(e -> assertThat(DiskFull.isCauseOf(e)).isTrue());
            try (Stream<Path> left = Files.list(image)) {
                assertThat(left).noneMatch(path -> path.toString().endsWith(".work"));
            }
        } finally {
            Command.run(List.of("umount", image.toString()));
        }
        assertThat(pull(base, PLATFORM).layers()).as("with room again").hasSize(2);
    }

    private Foundation pull(String base, Platform platform) throws IOException {
        return new PulledFoundation(build, new Base.Registry(base, false), line -> {}).pull(platform);
    }

    private void refused(String base, Platform platform, Reason reason, String words) {
        assertThatThrownBy(() -> pull(base, platform))
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
