package dev.dormouse.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Native libraries inside a jar, and where the engine looks for them when they lie unpacked.
 *
 * @param jar how the jar's name starts
 * @param amd64 the folder in the jar for linux/amd64
 * @param arm64 the folder in the jar for linux/arm64
 * @param target the folder below {@code natives}; {@code {version}} is that of DJL's properties file
 */
record NativeFiles(String jar, String amd64, String arm64, String target) {
    private static final String DJL_PROPERTIES = "native/lib/tokenizers.properties";

    /** Unpacks the libraries of a platform below a folder; nothing of another platform comes along. */
    void unpack(Path jarFile, Platform platform, Path natives) throws IOException {
        String folder = platform.architecture().equals("arm64") ? arm64 : amd64;
        try (ZipFile zip = new ZipFile(jarFile.toFile())) {
            Path into = Files.createDirectories(natives.resolve(resolved(zip, platform)));
            boolean found = false;
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.startsWith(folder) && name.indexOf('/', folder.length()) < 0 && isLibrary(name)) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, into.resolve(name.substring(folder.length())));
                    }
                    found = true;
                }
            }
            if (!found) {
                throw new ImageException(
                        ImageException.Reason.PLATFORM,
                        jarFile.getFileName() + " holds no native library for " + platform);
            }
        }
    }

    /** The first folder of the target, which no other engine uses. */
    String folder() {
        return target.split("/", 2)[0];
    }

    private String resolved(ZipFile zip, Platform platform) throws IOException {
        if (!target.contains("{version}")) {
            return target;
        }
        ZipEntry entry = zip.getEntry(DJL_PROPERTIES);
        if (entry == null) {
            throw new IOException(zip.getName() + " holds no " + DJL_PROPERTIES);
        }
        Properties properties = new Properties();
        try (InputStream in = zip.getInputStream(entry)) {
            properties.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return target.replace("{version}", properties.getProperty("version", ""))
                .replace("{machine}", platform.machine());
    }

    /** Whether a jar's entry is a native library of any platform, or its debug symbols. */
    static boolean isLibrary(String entry) {
        return entry.endsWith(".so")
                || entry.endsWith(".a")
                || entry.endsWith(".jnilib")
                || entry.endsWith(".dll")
                || entry.endsWith(".dylib")
                || entry.contains(".dylib.dSYM/");
    }
}
