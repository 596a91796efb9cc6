package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Copies of the samples under other names and with edits, as a user's folders. */
final class Pipelines {
    /** So that the pods, also such as still drain, find room on a node of two processors. */
    private static final String SMALL = "  resources: {requests: {cpu: 50m}}\n";

    static final String WINE_REQUEST =
            "{\"features\": [14.38, 3.59, 2.28, 16.0, 102.0, 3.25, 3.17, 0.27, 2.19, 4.9, 1.04, 3.44, 1065.0]}";
    /** The second cultivar. */
    static final String WINE_SECOND =
            "{\"features\": [12.37, 1.17, 1.92, 19.6, 78.0, 2.11, 2.0, 0.27, 1.04, 4.68, 1.12, 3.48, 510.0]}";

    static final String TEXT = "{\"text\": \"A gorgeous, witty film.\"}";

    private Pipelines() {}

    /** The sample as NAME in a new folder. */
    static Path copy(String sample, Path parent, String name) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(name));
        try (var files = Files.list(Dormouse.sample(sample))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        edit(folder, "  name: " + nameOf(folder) + "\n", "  name: " + name + "\n");
        edit(folder, "max: 10", "max: 2");
        Path manifest = folder.resolve("manifest.yaml");
        Files.writeString(manifest, Files.readString(manifest).stripTrailing() + "\n" + SMALL);
        return folder;
    }

    private static String nameOf(Path folder) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("manifest.yaml"));
        return lines.get(lines.indexOf("metadata:") + 1).replace("name:", "").strip();
    }

    /** Replaces a text of the manifest that must be there. */
    static void edit(Path folder, String old, String replacement) throws IOException {
        Path manifest = folder.resolve("manifest.yaml");
        String text = Files.readString(manifest);
        assertThat(text).contains(old);
        Files.writeString(manifest, text.replace(old, replacement));
    }

    /** Compiles, builds, pushes and waits; gives the function and fails the test if any of it does. */
    static Function push(Cluster cluster, Path folder, Object... options) throws Exception {
        Dormouse call = tryPush(cluster, folder, options);
        assertThat(call.status()).as(call.output()).isZero();
        return new Function(cluster, folder.getFileName().toString());
    }

    static Dormouse tryPush(Cluster cluster, Path folder, Object... options) throws Exception {
        return Dormouse.call(pushWords(cluster, folder, options));
    }

    /** What is said to push a folder. */
    static Object[] pushWords(Cluster cluster, Path folder, Object... options) {
        List<Object> words = new ArrayList<>(List.of(
                "push",
                folder,
                "--registry",
                Cluster.registry(),
                "--insecure-registry",
                "--namespace",
                cluster.namespace()));
        words.addAll(List.of(options));
        return words.toArray();
    }
}
