package dev.dormouse.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A build folder as {@code ./dormouse} stages it, of the packaged function app. */
final class StagedBuild {
    private StagedBuild() {}

    static BuildFolder in(Path root) throws IOException {
        Path app = Samples.ROOT.resolve("functions/app/target/quarkus-app");
        assumeTrue(Files.isRegularFile(app.resolve(BuildFolder.RUN_JAR)), "functions/app is not packaged");
        assumeTrue(Platform.ofThisMachine().runsHere(), "images are put together on Linux");
        copy(app, root.resolve("function"));
        copy(Samples.ROOT.resolve("functions/app/src/main/jvm"), root.resolve("options"));
        Files.copy(Samples.ROOT.resolve("functions/app/target/function.cdx.json"), root.resolve("function.cdx.json"));
        for (String kind : List.of("tensorflow", "torchscript", "pmml")) {
            link(Samples.ROOT.resolve("runtime/" + kind + "/target/engines/" + kind), root.resolve("engines/" + kind));
        }
        return new BuildFolder(root);
    }

    /** As ./dormouse does: an engine has more than a hundred megabytes. */
    private static void link(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(
                        to.resolve(file.getFileName()), file.toAbsolutePath().normalize());
            }
        }
    }

    /** With JAVA_HOME_25 set, images hold that Java. */
    static Path jdk() {
        String newer = System.getenv("JAVA_HOME_25");
        return Path.of(newer == null ? System.getProperty("java.home") : newer);
    }

    static FunctionImages images(BuildFolder build, Path rehearsals) {
        return new FunctionImages(
                build, jdk(), engines -> rehearsal(engines, rehearsals), rehearsals.resolve("pushed"), line -> {});
    }

    /** As the command line chooses one. */
    private static Path rehearsal(Set<Engine> engines, Path rehearsals) throws IOException {
        if (engines.contains(Engine.ONNX)) {
            return Samples.compile(engines.contains(Engine.TOKENIZER) ? "sentiment-en" : "wine", rehearsals);
        }
        Path plain = Samples.ROOT.resolve("manifest-compiler/cli/src/main/resources/rehearsal/plain.yaml");
        return Samples.compile(plain, rehearsals.resolve("plain"), rehearsals);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
