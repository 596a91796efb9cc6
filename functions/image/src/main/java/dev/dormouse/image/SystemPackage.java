package dev.dormouse.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A package of the distribution that a file of the base comes from. */
record SystemPackage(String name, String version, String architecture, String distribution) {
    private static final Path DPKG_QUERY = Path.of("/usr/bin/dpkg-query");

    /** Asks dpkg; empty where there is none, or the file belongs to no package. */
    static Optional<SystemPackage> of(String systemPath, String distribution) throws IOException {
        if (!Files.isExecutable(DPKG_QUERY)) {
            return Optional.empty();
        }
        Command owner = Command.run(List.of(DPKG_QUERY.toString(), "--search", systemPath));
        if (!owner.succeeded() || !owner.output().contains(": ")) {
            return Optional.empty();
        }
        String name = owner.output().lines().findFirst().orElseThrow().split(": ", 2)[0];
        Command shown = Command.run(List.of(
                DPKG_QUERY.toString(), "--show", "--showformat", "${Package}\\n${Version}\\n${Architecture}", name));
        List<String> lines = shown.output().lines().toList();
        return shown.succeeded() && lines.size() == 3
                ? Optional.of(new SystemPackage(lines.get(0), lines.get(1), lines.get(2), distribution))
                : Optional.empty();
    }

    /** Its package URL, by which vulnerability scanners find it. */
    String purl() {
        return "pkg:deb/" + distribution + "/" + name + "@"
                + version.replace("+", "%2B").replace(":", "%3A") + "?arch=" + architecture;
    }
}
