package dev.dormouse.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A build of Dormouse as {@code ./dormouse} stages it: the function app, the JVM's flags; and, below {@code image/},
 * what images are made of and can be used again.
 */
public record BuildFolder(Path root) {
    static final String RUN_JAR = "quarkus-run.jar";

    public BuildFolder {
        if (!Files.isRegularFile(root.resolve("function").resolve(RUN_JAR))) {
            throw new ImageException(
                    ImageException.Reason.TOOL, root + " holds no function app: " + root + "/function/" + RUN_JAR);
        }
    }

    Path function() {
        return root.resolve("function");
    }

    /** Engines that are on no class path, a folder for each step kind. */
    Path engines() {
        return root.resolve("engines");
    }

    /** The file with the flags of a function's JVM; each flag stands on a line of its own. */
    Path options(int javaVersion) {
        return root.resolve("options")
                .resolve(JavaRuntime.hasAotCache(javaVersion) ? "java25.options" : "java17.options");
    }

    /** The bill of materials that Maven made of the function app; may be missing in a build by hand. */
    Path billOfMaterials() {
        return root.resolve("function.cdx.json");
    }

    Path image() {
        return root.resolve("image");
    }

    /** All files of the function app, as paths relative to it, sorted. */
    List<Path> functionFiles() throws IOException {
        try (Stream<Path> files = Files.walk(function())) {
            return files.filter(Files::isRegularFile)
                    .map(function()::relativize)
                    .filter(file -> !file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    /** Dormouse's version, from the name of the function app's own jar. */
    String version() throws IOException {
        String prefix = "dormouse-function-app-";
        return functionFiles().stream()
                .map(file -> String.valueOf(file.getFileName()))
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length(), name.length() - ".jar".length()))
                .findFirst()
                .orElse("unknown");
    }
}
