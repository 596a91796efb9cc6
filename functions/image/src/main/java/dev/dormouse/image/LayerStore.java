package dev.dormouse.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.cache.Cache;
import com.google.cloud.tools.jib.cache.CacheCorruptedException;
import com.google.cloud.tools.jib.cache.CachedLayer;
import com.google.cloud.tools.jib.image.ReproducibleLayerBuilder;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Compressed layers on disk, found again by what went into them: paths, sizes and times of the sources. */
final class LayerStore {
    private final Path folder;

    LayerStore(Path folder) {
        this.folder = folder;
    }

    /** The compressed layer; made when it is not there yet. */
    AssembledImage.NamedLayer store(ImageLayer layer) throws IOException {
        ImmutableList.Builder<FileEntry> entries = ImmutableList.builder();
        for (ImageLayer.LayerFile file : layer.files()) {
            entries.add(new FileEntry(
                    file.source(),
                    AbsoluteUnixPath.get(file.path()),
                    FilePermissions.fromOctalString(Integer.toOctalString(file.mode())),
                    Workshop.TIME));
        }
        ImmutableList<FileEntry> sources = entries.build();
        try {
            Files.createDirectories(folder);
            Cache cache = Cache.withDirectory(folder);
            Optional<CachedLayer> known = cache.retrieve(sources);
            CachedLayer compressed = known.isPresent()
                    ? known.get()
                    : cache.writeUncompressedLayer(new ReproducibleLayerBuilder(sources).build(), sources);
            return new AssembledImage.NamedLayer(layer.name(), compressed);
        } catch (CacheDirectoryCreationException | CacheCorruptedException e) {
            throw new IOException("the layers kept in " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }
}
