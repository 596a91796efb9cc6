package dev.dormouse.cli;

import dev.dormouse.step.CacheFolder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command gets from outside.
 *
 * @param home the folder of {@code ./dormouse}, with {@code prebuilt-models}; empty when started without it
 * @param build what {@code ./dormouse} has staged, with the function app; empty when started without it
 * @param cache where bundles and fetched files are kept
 * @param terminal whether {@code err} is a terminal, so that a progress bar may be drawn
 */
record Environment(
        Optional<Path> home,
        Optional<Path> build,
        Path cache,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal) {

    /** That of this process: {@code DORMOUSE_HOME}, {@code DORMOUSE_BUILD}, {@code DORMOUSE_CACHE}, {@code DORMOUSE_TERMINAL}. */
    static Environment ofProcess() {
        Map<String, String> variables = System.getenv();
        return new Environment(
                Optional.ofNullable(variables.get("DORMOUSE_HOME")).map(Path::of),
                Optional.ofNullable(variables.get("DORMOUSE_BUILD")).map(Path::of),
                CacheFolder.of(variables),
                System.in,
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                "1".equals(variables.get("DORMOUSE_TERMINAL")));
    }
}
