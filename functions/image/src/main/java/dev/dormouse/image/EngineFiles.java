package dev.dormouse.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An engine that is on no class path of a function: the folder of its jars, as {@code ./dormouse} stages it below {@code
 * engines}. In an image its native libraries, if it has any, lie unpacked in a folder of that folder, where JavaCPP and
 * {@code dev.dormouse.torchscript} take them from: a start unpacks nothing.
 */
final class EngineFiles {
    /** Below the function's folder; the variable {@code DORMOUSE_ENGINES} names it. */
    static final String FOLDER = "engines";

    private static final String VARIABLE = "DORMOUSE_ENGINES";
    private static final String UNPACKED = "natives";
    /** DJL's jar of its JNI libraries has one for each platform; it belongs beside PyTorch's own. */
    private static final String JNI_JAR = "pytorch-jni-.*\\.jar";

    private static final String OF_A_PLATFORM = ".*-(linux|macosx|windows)-[a-z0-9_]+\\.jar";

    private EngineFiles() {}

    /** Where a function finds the folder, for its environment. */
    static Map<String, String> environment(String home) {
        return Map.of(VARIABLE, home + "/" + FOLDER, "TF_CPP_MIN_LOG_LEVEL", "2");
    }

    /**
     * Lays out the engine of a step kind.
     *
     * @param folder of the function
     * @throws ImageException if the build has not that engine, or not for this platform
     */
    static void stage(Path engines, String kind, Platform platform, Path folder) throws IOException {
        Path from = engines.resolve(kind);
        if (!Files.isDirectory(from)) {
            throw new ImageException(
                    ImageException.Reason.TOOL, "the build has no engine of '" + kind + "': there is no " + from);
        }
        Path into = Files.createDirectories(folder.resolve(FOLDER).resolve(kind));
        boolean hasNatives = false;
        boolean found = false;
        for (Path jar : jars(from)) {
            String name = String.valueOf(jar.getFileName());
            String machine = platform.os() + "-" + platform.machine();
            if (name.matches(JNI_JAR)) {
                unpack(
                        jar,
                        "jnilib/" + machine + "/cpu/",
                        into.resolve(UNPACKED).resolve("pytorch/cpu").resolve(machine));
            } else if (!name.matches(OF_A_PLATFORM)) {
                Files.copy(jar, into.resolve(name));
            } else {
                hasNatives = true;
                if (name.endsWith("-" + machine + ".jar")) {
                    unpack(jar, "", into.resolve(UNPACKED));
                    found = true;
                }
            }
        }
        if (hasNatives && !found) {
            throw new ImageException(
                    ImageException.Reason.PLATFORM,
                    "the engine of '" + kind + "' has no native library for " + platform
                            + ", but for linux/amd64 alone");
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** @param below only what lies there, and without that prefix */
    private static void unpack(Path jar, String below, Path into) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                if (!entry.isDirectory() && !name.startsWith("META-INF/") && name.startsWith(below)) {
                    Path file = into.resolve(name.substring(below.length()));
                    Files.createDirectories(file.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                }
            }
        }
    }
}
