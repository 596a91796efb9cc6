package dev.dormouse.image;

import java.util.Locale;
import java.util.Set;

/** An operating system and a processor, in the names of the OCI image specification: {@code linux/amd64}. */
public record Platform(String os, String architecture) {
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "arm64");

    public Platform {
        if (!os.equals("linux") || !ARCHITECTURES.contains(architecture)) {
            throw new IllegalArgumentException(
                    "functions run on linux/amd64 and linux/arm64, not on " + os + "/" + architecture);
        }
    }

    /**
     * Reads {@code os/architecture}.
     *
     * @throws IllegalArgumentException if functions do not run there
     */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no platform; functions run on linux/amd64 and linux/arm64");
        }
        return new Platform(parts[0], parts[1]);
    }

    /** Linux on the processor of this machine, whatever its operating system. */
    public static Platform ofThisMachine() {
        String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return new Platform("linux", architecture.equals("aarch64") ? "arm64" : "amd64");
    }

    /** Whether programs of this platform run here. */
    public boolean runsHere() {
        return System.getProperty("os.name", "").equals("Linux") && equals(ofThisMachine());
    }

    /** The processor's name in GNU triplets and in the native libraries' folders. */
    String machine() {
        return architecture.equals("arm64") ? "aarch64" : "x86_64";
    }

    @Override
    public String toString() {
        return os + "/" + architecture;
    }
}
