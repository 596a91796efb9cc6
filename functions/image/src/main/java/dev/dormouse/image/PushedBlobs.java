package dev.dormouse.image;

import com.google.cloud.tools.jib.api.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which repository of a registry got a blob last, one file a registry. A hint: a registry that has it no longer, or gives
 * it to nobody else, is sent the blob.
 */
final class PushedBlobs {
    private final Path folder;

    PushedBlobs(Path folder) {
        this.folder = folder;
    }

    /** The other repository of that registry that holds most of these; a login for it is asked for too. */
    Optional<String> source(ImageReference target, List<Shipment.Part> parts) throws IOException {
        Map<String, String> known = read(file(target));
        Map<String, Long> bytes = new HashMap<>();
        for (Shipment.Part part : parts) {
            String repository = known.get(part.digest());
            if (repository != null && !repository.equals(target.getRepository())) {
                bytes.merge(repository, part.descriptor().getSize(), Long::sum);
            }
        }
        return bytes.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    /** These are in that repository now. */
    void add(ImageReference target, List<Shipment.Part> parts) throws IOException {
        Path file = file(target);
        Map<String, String> known = read(file);
        for (Shipment.Part part : parts) {
            known.put(part.digest(), target.getRepository());
        }
        StringBuilder text = new StringBuilder();
        known.forEach((digest, repository) ->
                text.append(digest).append(' ').append(repository).append('\n'));
        Files.createDirectories(folder);
        WholeFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private Path file(ImageReference target) {
        return folder.resolve(target.getRegistry().replaceAll("[^A-Za-z0-9.-]", "_") + ".txt");
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> known = new LinkedHashMap<>();
        if (Files.isRegularFile(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", 2);
                if (words.length == 2) {
                    known.put(words[0], words[1]);
                }
            }
        }
        return known;
    }
}
