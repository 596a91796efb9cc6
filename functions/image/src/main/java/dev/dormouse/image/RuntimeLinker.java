package dev.dormouse.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Links a Java run-time environment of the modules that functions use, from the JDK at hand. */
final class RuntimeLinker {
    /**
     * What the function app's jars ask for ({@code jdeps}), without the compiler that only code generators use, and with
     * Java's HTTP client for the steps that call out.
     */
    static final List<String> MODULES = List.of(
            "java.base",
            "java.desktop",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.sql",
            "jdk.crypto.ec",
            "jdk.management",
            "jdk.unsupported");

    private RuntimeLinker() {}

    /**
     * Links into a folder. The modules stay uncompressed: the layer's own compression does better, and the JVM maps
     * them as they are.
     *
     * @throws ImageException if this is no JDK that links
     */
    static void link(Path jdk, Path into) throws IOException {
        Path jlink = jdk.resolve("bin").resolve("jlink");
        if (!Files.isExecutable(jlink)) {
            throw new ImageException(
                    ImageException.Reason.JDK, "the JDK in " + jdk + " has no bin/jlink, which makes the image's JRE");
        }
        List<String> words = new ArrayList<>(List.of(jlink.toString()));
        words.addAll(List.of("--add-modules", String.join(",", MODULES), "--output", into.toString()));
        words.addAll(List.of("--strip-java-debug-attributes", "--no-header-files", "--no-man-pages"));
        Command linking = Command.run(words);
        if (!linking.succeeded()) {
            Workshop.remove(into);
            boolean full = DiskFull.isIn(linking.output());
            throw new ImageException(
                    full ? ImageException.Reason.DISK_FULL : ImageException.Reason.JDK,
                    full ? "the disk is full: " + into : "jlink of " + jdk + " failed: " + linking.output());
        }
        JavaRuntime runtime = JavaRuntime.in(into)
                .orElseThrow(() -> new ImageException(ImageException.Reason.JDK, "jlink made no release file"));
        if (!JavaRuntime.hasAotCache(runtime.major())) {
            dumpDefaultArchive(runtime);
        }
    }

    /** An AppCDS archive stands on the JDK's own archive, which jlink leaves out; an AOT cache holds everything. */
    private static void dumpDefaultArchive(JavaRuntime runtime) throws IOException {
        Command dump = Command.run(
                List.of(runtime.java().toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:dump"));
        if (!dump.succeeded()) {
            throw new ImageException(
                    ImageException.Reason.JDK, runtime.java() + " -Xshare:dump failed: " + dump.output());
        }
    }
}
