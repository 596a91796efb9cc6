package dev.dormouse.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Images of a few small files, for tests of what is done with any image. */
final class SmallImages {
    private SmallImages() {}

    /** One layer for each content; the compressed layers are kept below the folder. */
    static AssembledImage of(Path folder, String... contents) throws IOException {
        List<AssembledImage.NamedLayer> layers = new ArrayList<>();
        for (int i = 0; i < contents.length; i++) {
            Path file = Files.writeString(Files.createDirectories(folder).resolve("file" + i), contents[i]);
            ImageLayer layer =
                    new ImageLayer("layer " + i, List.of(new ImageLayer.LayerFile(file, "/data/file" + i, 0644)));
            layers.add(new LayerStore(folder.resolve("layers")).store(layer));
        }
        ImageConfig config = new ImageConfig(List.of("/bin/true"), Map.of("A", "b"), Map.of("label", "value"));
        return AssembledImage.of(config, new Platform("linux", "amd64"), layers);
    }
}
