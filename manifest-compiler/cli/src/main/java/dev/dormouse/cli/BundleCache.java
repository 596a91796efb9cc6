package dev.dormouse.cli;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.emit.BundleWriter;
import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Digests;
import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Bundles by the digest of their plan, which holds those of their artifacts: an equal pipeline is written once. */
final class BundleCache {
    private final Path folder;

    BundleCache(Path cache) {
        this.folder = cache.resolve("bundles");
    }

    /** The bundle of a compilation; two processes that ask at once get one whole bundle. */
    Path bundle(Compilation.Compiled compiled) throws IOException {
        Files.createDirectories(folder);
        Path bundle = folder.resolve(Digests.sha256(PlanJson.write(compiled.plan())));
        Path lockFile = folder.resolve(bundle.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid() || !isWhole(bundle, compiled)) {
                BundleWriter.write(compiled, bundle);
            }
        }
        return bundle;
    }

    private static boolean isWhole(Path bundle, Compilation.Compiled compiled) throws IOException {
        if (!Bundle.isBundle(bundle)) {
            return false;
        }
        for (Map.Entry<String, Path> file : compiled.files().entrySet()) {
            Path kept = bundle.resolve(Bundle.ARTIFACTS).resolve(file.getKey());
            if (!Files.isRegularFile(kept) || Files.size(kept) != Files.size(file.getValue())) {
                return false;
            }
        }
        return true;
    }
}
