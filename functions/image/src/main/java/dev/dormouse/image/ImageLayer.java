package dev.dormouse.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One layer: a name for people and its files, in the order in which they stand in it. */
record ImageLayer(String name, List<LayerFile> files) {
    ImageLayer {
        files = List.copyOf(files);
    }

    /**
     * A file, or an empty folder, of an image.
     *
     * @param source the file on this machine; its content goes into the image
     * @param path where it is in the image
     * @param mode its permissions
     */
    record LayerFile(Path source, String path, int mode) {}

    /** All regular files below a folder; those that may be executed here may be so there. */
    static List<LayerFile> tree(Path folder, String at) throws IOException {
        List<LayerFile> files = new ArrayList<>();
        for (Path file : Workshop.files(folder)) {
            String relative = folder.relativize(file).toString().replace('\\', '/');
            files.add(new LayerFile(file, at + "/" + relative, Files.isExecutable(file) ? 0755 : 0644));
        }
        return files;
    }
}
