package dev.dormouse.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineFolderTest {
    /** A service that has a provider on the class path. */
    private static final String SERVICE = "org.junit.platform.engine.TestEngine";

    @TempDir
    private Path folder;

    /** The kind of the engine that the folder holds; the same class is on the test's class path too. */
    public static final class Boxed implements StepKinds {
        @Override
        public List<StepKind> kinds() {
            return List.of(new BoxedKind());
        }
    }

    private static final class BoxedKind implements StepKind {
        @Override
        public String name() {
            return "boxed";
        }

        @Override
        public String summary() {
            return "Nothing.";
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
            throw new UnsupportedOperationException();
        }

        @Override
        public Step open(StepContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void anEngine() throws IOException {
        Path jar = folder.resolve("boxed").resolve("boxed.jar");
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/services/" + StepKinds.class.getName()));
            zip.write(Boxed.class.getName().getBytes());
            for (Class<?> type : List.of(Boxed.class, BoxedKind.class, EngineFolderTest.class)) {
                String entry = type.getName().replace('.', '/') + ".class";
                URL bytes = Objects.requireNonNull(type.getClassLoader().getResource(entry));
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(bytes.openStream().readAllBytes());
            }
            zip.putNextEntry(new ZipEntry(SERVICE.replace('.', '/') + ".class"));
        }
        Files.createDirectories(folder.resolve("empty"));
    }

    @Test
    void anEngineIsOpenedOnceAndFromItsOwnJarsFirst() {
        EngineFolder engines = new EngineFolder(List.of(folder.resolve("none"), folder));
        StepKind kind = engines.find("boxed").orElseThrow();
        assertThat(kind.getClass().getName()).isEqualTo(BoxedKind.class.getName());
        assertThat(kind.getClass()).isNotEqualTo(BoxedKind.class);
        assertThat(engines.find("boxed")).containsSame(kind);
        assertThat(StepCatalogue.of(List.of(), engines).kinds()).containsExactly(kind);
    }

    @Test
    void aServiceOfTheEnginesOwnHasNoProvidersFromOutside() throws IOException {
        StepKind kind = new EngineFolder(List.of(folder)).find("boxed").orElseThrow();
        String providers = "META-INF/services/" + SERVICE;
        assertThat(Collections.list(EngineFolder.class.getClassLoader().getResources(providers)))
                .isNotEmpty();
        assertThat(Collections.list(kind.getClass().getClassLoader().getResources(providers)))
                .isEmpty();
        assertThat(Collections.list(kind.getClass()
                        .getClassLoader()
                        .getResources("META-INF/services/" + StepKinds.class.getName())))
                .isNotEmpty();
    }

    @Test
    void theClassPathComesFirstAndWhatIsNotThereIsNotFound() {
        EngineFolder engines = new EngineFolder(List.of(folder.resolve("none"), folder));
        StepKind own = new BoxedKind();
        assertThat(StepCatalogue.of(List.of(own), engines).find("boxed")).containsSame(own);
        assertThat(StepCatalogue.of(List.of(own), engines).kinds()).containsExactly(own);
        assertThat(engines.find("empty")).isEmpty();
        assertThat(engines.find("../boxed")).isEmpty();
        assertThat(engines.find("absent")).isEmpty();
        assertThat(new EngineFolder(List.of(folder.resolve("absent"))).names()).isEmpty();
        assertThat(new EngineFolder(List.of()).find("boxed")).isEmpty();
    }
}
