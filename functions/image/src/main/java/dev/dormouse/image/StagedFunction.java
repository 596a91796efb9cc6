package dev.dormouse.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The function app for one set of engines and one platform, laid out as below {@link #HOME} in the image: jars without
 * native libraries, these unpacked beside them, the JVM's flags, and the start-up archive where one was made.
 */
record StagedFunction(Path folder, Set<Engine> engines) {
    /** Where the folder is in an image. */
    static final String HOME = "/opt/dormouse";

    private static final String ROOT = "root";

    static final String FUNCTION = "function";
    static final String NATIVES = "natives";
    static final String OPTIONS = "java.options";
    /** From this Java on, what protobuf and TensorFlow do is warned of in the log. */
    private static final int WARNS_OF_UNSAFE = 24;

    private static final String NO_WARNING = "--sun-misc-unsafe-memory-access=allow\n";
    static final String ARCHIVE = "function.archive";

    /** What was staged in a workshop's folder, beside which its compressed layers are kept. */
    static StagedFunction in(Path item, Set<Engine> engines) {
        return new StagedFunction(item.resolve(ROOT), engines);
    }

    /** Lays the function out in a folder; jars of engines that are not needed stay away. */
    static StagedFunction stage(BuildFolder build, Set<Engine> engines, Platform platform, int javaVersion, Path item)
            throws IOException {
        Path folder = item.resolve(ROOT);
        Files.createDirectories(folder.resolve(NATIVES));
        for (Path file : build.functionFiles()) {
            String name = String.valueOf(file.getFileName());
            if (!isWanted(name, engines)) {
                continue;
            }
            Path target = folder.resolve(FUNCTION).resolve(file);
            Files.createDirectories(target.getParent());
            Path source = build.function().resolve(file);
            List<NativeFiles> natives = engines.stream()
                    .flatMap(engine -> engine.natives().stream())
                    .filter(one -> name.startsWith(one.jar()))
                    .toList();
            if (natives.isEmpty()) {
                Files.copy(source, target);
            } else {
                copyWithoutNatives(source, target);
            }
            for (NativeFiles one : natives) {
                one.unpack(source, platform, folder.resolve(NATIVES));
            }
        }
        for (Engine engine : engines) {
            for (String kind : engine.kindsInFolders()) {
                EngineFiles.stage(build.engines(), kind, platform, folder);
            }
        }
        Files.copy(build.options(javaVersion), folder.resolve(OPTIONS));
        if (hasEngineInFolder(engines) && javaVersion >= WARNS_OF_UNSAFE) {
            Files.writeString(folder.resolve(OPTIONS), NO_WARNING, StandardOpenOption.APPEND);
        }
        Workshop.settle(folder);
        return new StagedFunction(folder, engines);
    }

    private static boolean isWanted(String jar, Set<Engine> engines) {
        for (Engine engine : Engine.values()) {
            if (!engines.contains(engine) && (engine.hasLibrary(jar) || engine.hasOwnJar(jar))) {
                return false;
            }
        }
        return true;
    }

    Path function() {
        return folder.resolve(FUNCTION);
    }

    /** The flags by which the engines find their libraries, when the folder lies at that place. */
    List<String> nativeFlags(String home) {
        return engines.stream()
                .sorted()
                .flatMap(engine -> engine.flags(home + "/" + NATIVES).stream())
                .toList();
    }

    private static boolean hasEngineInFolder(Set<Engine> engines) {
        return engines.stream().anyMatch(engine -> !engine.kindsInFolders().isEmpty());
    }

    /** The variables of the function's environment, when the folder lies at that place. */
    Map<String, String> environment(String home) {
        Map<String, String> variables = new LinkedHashMap<>(ImageConfig.environment(home));
        if (hasEngineInFolder(engines)) {
            variables.putAll(EngineFiles.environment(home));
        }
        return variables;
    }

    Path archive() {
        return folder.resolve(ARCHIVE);
    }

    boolean hasArchive() {
        return Files.isRegularFile(archive());
    }

    private static void copyWithoutNatives(Path source, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(source.toFile());
                OutputStream file = Files.newOutputStream(target);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!NativeFiles.isLibrary(entry.getName())) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        add(out, entry, in.readAllBytes());
                    }
                }
            }
        }
    }

    /** Stored, not deflated: the layer is compressed as a whole, and stored classes load faster. */
    private static void add(ZipOutputStream out, ZipEntry entry, byte[] bytes) throws IOException {
        ZipEntry copy = new ZipEntry(entry.getName());
        CRC32 crc = new CRC32();
        crc.update(bytes);
        copy.setMethod(ZipEntry.STORED);
        copy.setSize(bytes.length);
        copy.setCrc(crc.getValue());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(bytes);
        out.closeEntry();
    }
}
