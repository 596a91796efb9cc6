package dev.dormouse.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A package of the distribution that a file of the base comes from. */
record SystemPackage(String name, String version, String architecture, String distribution) {
    private static final Path DPKG_QUERY = Path.of("/usr/bin/dpkg-query");

    /** Asks dpkg, in two calls for all files; nothing where there is no dpkg, or it knows none of them. */
    static List<SystemPackage> of(List<String> systemPaths, String distribution) throws IOException {
        if (!Files.isExecutable(DPKG_QUERY) || systemPaths.isEmpty()) {
            return List.of();
        }
        List<String> search = new ArrayList<>(List.of(DPKG_QUERY.toString(), "--search"));
        for (String path : systemPaths) {
            search.add(path);
            search.add("/usr" + path);
        }
        List<String> names = Command.run(search)
                .output()
                .lines()
                .filter(line -> line.contains(": /"))
                .map(line -> line.split(": /", 2)[0])
                .distinct()
                .sorted()
                .toList();
        if (names.isEmpty()) {
            return List.of();
        }
        List<String> show = new ArrayList<>(List.of(
                DPKG_QUERY.toString(), "--show", "--showformat", "${Package}\\t${Version}\\t${Architecture}\\n"));
        show.addAll(names);
        return Command.run(show)
                .output()
                .lines()
                .map(line -> line.split("\t"))
                .filter(parts -> parts.length == 3)
                .map(parts -> new SystemPackage(parts[0], parts[1], parts[2], distribution))
                .toList();
    }

    /** Its package URL, by which vulnerability scanners find it. */
    String purl() {
        return "pkg:deb/" + distribution + "/" + name + "@"
                + version.replace("+", "%2B").replace(":", "%3A") + "?arch=" + architecture;
    }
}
