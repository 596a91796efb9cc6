package dev.dormouse.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.cache.Cache;
import com.google.cloud.tools.jib.cache.CacheCorruptedException;
import com.google.cloud.tools.jib.cache.CachedLayer;
import com.google.cloud.tools.jib.image.ReproducibleLayerBuilder;
import com.google.common.collect.ImmutableList;
import dev.dormouse.engine.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestException;
import java.util.Optional;

/**
 * Compressed layers on disk. One made here is found again by what went into it: paths, sizes and times of the sources
 * (Jib's own key holds no sizes); one of a base by its digest.
 */
final class LayerStore {
    private final Path folder;

    LayerStore(Path folder) {
        this.folder = folder;
    }

    /** Works with Jib's cache. */
    @FunctionalInterface
    interface Work<T> {
        T with(Cache cache) throws IOException, CacheCorruptedException;
    }

    /** @throws ImageException if what is kept here is damaged */
    <T> T work(Work<T> work) throws IOException {
        try {
            Files.createDirectories(folder);
            return work.with(Cache.withDirectory(folder));
        } catch (CacheDirectoryCreationException e) {
            throw new IOException(folder + " cannot be used: " + e.getMessage(), e);
        } catch (CacheCorruptedException e) {
            throw new ImageException(
                    ImageException.Reason.DAMAGED,
                    "the layers kept in " + folder + " are damaged; remove that folder",
                    e);
        }
    }

    /** The compressed layer; made when it is not there yet. */
    AssembledImage.NamedLayer store(ImageLayer layer) throws IOException {
        ImmutableList.Builder<FileEntry> entries = ImmutableList.builder();
        StringBuilder sources = new StringBuilder();
        for (ImageLayer.LayerFile file : layer.files()) {
            entries.add(new FileEntry(
                    file.source(),
                    AbsoluteUnixPath.get(file.path()),
                    FilePermissions.fromOctalString(Integer.toOctalString(file.mode())),
                    Workshop.TIME));
            sources.append(file).append(' ');
            sources.append(
                    Files.isDirectory(file.source())
                            ? "folder"
                            : Files.size(file.source()) + " " + Files.getLastModifiedTime(file.source()));
            sources.append('\n');
        }
        String key = Digests.sha256(sources.toString().getBytes(StandardCharsets.UTF_8));
        return new AssembledImage.NamedLayer(layer.name(), work(cache -> stored(cache, key, entries.build())));
    }

    private CachedLayer stored(Cache cache, String key, ImmutableList<FileEntry> entries)
            throws IOException, CacheCorruptedException {
        Path known = folder.resolve("made").resolve(key);
        if (Files.isRegularFile(known)) {
            Optional<CachedLayer> layer = cache.retrieve(digest(known));
            if (layer.isPresent()) {
                return layer.get();
            }
        }
        CachedLayer made = cache.writeUncompressedLayer(new ReproducibleLayerBuilder(entries).build(), entries);
        Files.createDirectories(known.resolveSibling("."));
        byte[] digest = made.getDigest().toString().getBytes(StandardCharsets.UTF_8);
        WholeFile.write(known, out -> out.write(digest));
        return made;
    }

    private static DescriptorDigest digest(Path known) throws IOException {
        try {
            return DescriptorDigest.fromDigest(Files.readString(known).strip());
        } catch (DigestException e) {
            throw new ImageException(ImageException.Reason.DAMAGED, known + " is damaged; remove it", e);
        }
    }
}
