package dev.dormouse.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /** What dpkg has installed in a system's folder, also where only its notes are left (distroless images). */
    static List<SystemPackage> installedIn(Path root, String distribution) throws IOException {
        Path dpkg = root.resolve("var/lib/dpkg");
        List<Path> notes = new ArrayList<>(List.of(dpkg.resolve("status")));
        if (Files.isDirectory(dpkg.resolve("status.d"))) {
            notes.addAll(Workshop.files(dpkg.resolve("status.d")));
        }
        Set<SystemPackage> packages = new LinkedHashSet<>();
        for (Path file : notes) {
            if (Files.isRegularFile(file) && LayerFiles.isWithin(file, root)) {
                for (String paragraph : Files.readString(file).split("\\n\\s*\\n")) {
                    ofParagraph(paragraph, distribution).ifPresent(packages::add);
                }
            }
        }
        return List.copyOf(packages);
    }

    private static Optional<SystemPackage> ofParagraph(String paragraph, String distribution) {
        Map<String, String> fields = new HashMap<>();
        for (String line : paragraph.split("\n")) {
            String[] parts = line.split(": ", 2);
            if (parts.length == 2 && !line.startsWith(" ")) {
                fields.put(parts[0], parts[1].strip());
            }
        }
        String name = fields.get("Package");
        String version = fields.get("Version");
        boolean installed = fields.getOrDefault("Status", "installed").endsWith("installed")
                && !fields.getOrDefault("Status", "").endsWith("not-installed");
        return name == null || version == null || !installed
                ? Optional.empty()
                : Optional.of(
                        new SystemPackage(name, version, fields.getOrDefault("Architecture", "all"), distribution));
    }

    /** The distribution's name in a text of {@code os-release}. */
    static String distribution(String release) {
        return release.lines()
                .filter(line -> line.startsWith("ID="))
                .map(line -> line.substring("ID=".length()).replace("\"", "").strip())
                .findFirst()
                .orElse("linux");
    }

    /** Its package URL, by which vulnerability scanners find it. */
    String purl() {
        return "pkg:deb/" + distribution + "/" + name + "@"
                + version.replace("+", "%2B").replace(":", "%3A") + "?arch=" + architecture;
    }
}
