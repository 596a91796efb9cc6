package dev.dormouse.torchscript;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A TorchScript file: a zip with one folder, in it the code of the model as text below {@code code/} and its weights.
 * Read without PyTorch.
 *
 * @param code the tokens of each file of code, by the module that it is: {@code __torch__.torch.nn.modules.linear}
 * @param type the model's class, with its module: {@code __torch__.torch.nn.modules.linear.Linear}
 */
record TorchArchive(String name, Map<String, List<String>> code, String type) {
    private static final int MOST_FILES = 200_000;
    /** Weights do not shrink much; what shrinks to a hundredth was made to fill a memory. */
    private static final long MOST_TIMES = 100;

    private static final long ALWAYS_FINE = 64 << 20;
    private static final int MOST_CODE = 64 << 20;
    private static final String CODE = "code/";
    private static final String DATA = "data.pkl";

    TorchArchive {
        code = Collections.unmodifiableMap(new LinkedHashMap<>(code));
    }

    /**
     * Reads the code.
     *
     * @throws ArtifactException if it is no TorchScript, or reaches outside of itself
     */
    static TorchArchive read(Path path) {
        String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
        try {
            OtherFormats.refuse(name, path);
            try (ZipFile zip = new ZipFile(path.toFile())) {
                return read(name, zip, Files.size(path));
            }
        } catch (ZipException | EOFException e) {
            throw damaged(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TorchArchive read(String name, ZipFile zip, long zipped) throws IOException {
        List<? extends ZipEntry> entries = Collections.list(zip.entries());
        check(name, entries, zipped);
        String first = entries.isEmpty() ? "" : entries.get(0).getName();
        String folder = first.substring(0, first.indexOf('/') + 1);
        OtherFormats.refuse(name, entries, folder);
        Map<String, List<String>> code = new LinkedHashMap<>();
        int left = MOST_CODE;
        for (ZipEntry entry : entries) {
            String file = entry.getName();
            if (file.startsWith(folder + CODE) && file.endsWith(".py")) {
                byte[] text = bytes(name, zip, entry, left);
                left -= text.length;
                String module = file.substring(folder.length() + CODE.length(), file.length() - ".py".length());
                code.put(module.replace('/', '.'), ScriptTokens.of(new String(text, StandardCharsets.UTF_8)));
            }
        }
        ZipEntry data = zip.getEntry(folder + DATA);
        if (data == null) {
            throw damaged(name);
        }
        TorchArchive archive = new TorchArchive(name, code, PickledType.first(name, head(zip, data)));
        CodeRules.check(archive);
        return archive;
    }

    private static void check(String name, List<? extends ZipEntry> entries, long zipped) {
        if (entries.size() > MOST_FILES) {
            throw refused(name, "holds " + entries.size() + " files; a model has far less than " + MOST_FILES);
        }
        Set<String> seen = new HashSet<>();
        long total = 0;
        for (ZipEntry entry : entries) {
            String path = entry.getName();
            if (!isInside(path)) {
                throw refused(
                        name, "holds '" + path.replaceAll("\\p{Cntrl}", "?") + "', which would lie outside of it");
            }
            if (!seen.add(path)) {
                throw refused(name, "holds '" + path + "' twice");
            }
            total += Math.max(0, entry.getSize());
        }
        if (total > Math.max(ALWAYS_FINE, zipped * MOST_TIMES)) {
            throw refused(
                    name,
                    "has %d MiB, but would unpack to %d MiB: no model shrinks like that"
                            .formatted(zipped >> 20, total >> 20));
        }
    }

    private static boolean isInside(String path) {
        return !path.isEmpty()
                && !path.startsWith("/")
                && path.indexOf('\\') < 0
                && path.chars().noneMatch(c -> c < ' ')
                && List.of(path.split("/")).stream().noneMatch(part -> part.isEmpty() || part.matches("\\.\\.?"));
    }

    private static byte[] bytes(String name, ZipFile zip, ZipEntry entry, int most) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] text = in.readNBytes(most);
            if (in.read() >= 0) {
                throw refused(name, "has more than " + (MOST_CODE >> 20) + " MiB of code");
            }
            return text;
        }
    }

    private static byte[] head(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(PickledType.MOST);
        }
    }

    private static ArtifactException refused(String name, String why) {
        return new ArtifactException(Reason.UNREADABLE, name + " " + why, OtherFormats.EXPORT);
    }

    static ArtifactException damaged(String name) {
        return refused(name, "is not TorchScript, or it is cut short");
    }

    /** The signature of its method {@code forward}; empty if the code is not written as PyTorch writes it. */
    Optional<Forward> forward() {
        return Forward.find(module(), className());
    }

    /** Whether the model's class is there, and has no such method. */
    boolean lacksForward() {
        return Forward.isMissing(module(), className());
    }

    private List<String> module() {
        return code.getOrDefault(type.substring(0, Math.max(0, type.lastIndexOf('.'))), List.of());
    }

    private String className() {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
