package dev.dormouse.pmml;

import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The models that were loaded last, by the SHA-256 of their files. A compile asks for the same file four times (inputs,
 * names of outputs, types, trial), and a large forest takes seconds each time. The content decides, not the time of the
 * file, so what is answered is never that of an older file. They are held softly: memory that is needed elsewhere takes
 * them, and a model in use costs nothing more.
 */
final class RecentModels {
    /** As many as the models of a pipeline that is being compiled, which asks for one after the other. */
    static final int MOST = 8;

    private final BiFunction<String, byte[], LoadedModel> loader;
    private final Map<String, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

    /** @param loader makes a model of a file's name and content */
    RecentModels(BiFunction<String, byte[], LoadedModel> loader) {
        this.loader = loader;
    }

    /** @throws dev.dormouse.step.ArtifactException if the file is no PMML that can be scored */
    LoadedModel of(Path file) {
        byte[] bytes = Document.bytes(file);
        return slot(sha256(bytes)).model(String.valueOf(file.getFileName()), bytes);
    }

    private synchronized Slot slot(String digest) {
        Slot slot = slots.computeIfAbsent(digest, key -> new Slot());
        if (slots.size() > MOST) {
            slots.remove(slots.keySet().iterator().next());
        }
        return slot;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One file; who asks for it while it is being loaded waits. One that is refused is read again each time. */
    private final class Slot {
        private SoftReference<LoadedModel> model = new SoftReference<>(null);

        synchronized LoadedModel model(String name, byte[] bytes) {
            LoadedModel loaded = model.get();
            if (loaded == null) {
                loaded = loader.apply(name, bytes);
                model = new SoftReference<>(loaded);
            }
            return loaded;
        }
    }
}
