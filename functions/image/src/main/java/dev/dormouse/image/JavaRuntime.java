package dev.dormouse.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A Java run-time environment in a folder, of the version that its release file tells. */
record JavaRuntime(Path home, String version) {

    /** Reads the release file; empty if there is none. */
    static Optional<JavaRuntime> in(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release)) {
            return Optional.empty();
        }
        return versionOf(Files.readString(release)).map(version -> new JavaRuntime(home, version));
    }

    /** The version in the text of a release file. */
    static Optional<String> versionOf(String release) {
        return release.lines()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.substring("JAVA_VERSION=".length())
                        .replace("\"", "")
                        .strip())
                .filter(version -> version.matches("\\d{1,4}([.+-].*)?"))
                .findFirst();
    }

    int major() {
        return majorOf(version);
    }

    /** Whether the start-up archive of that version is an AOT cache, which holds all that the JVM needs; else AppCDS. */
    static boolean hasAotCache(int major) {
        return major >= 25;
    }

    /** 25 for {@code 25.0.1+8}. */
    static int majorOf(String version) {
        return Integer.parseInt(version.split("[.+-]", 2)[0]);
    }

    Path java() {
        return home.resolve("bin").resolve("java");
    }
}
