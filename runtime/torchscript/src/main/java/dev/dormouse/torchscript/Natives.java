package dev.dormouse.torchscript;

import ai.djl.engine.Engine;
import dev.dormouse.step.CacheFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** PyTorch's native libraries, loaded once for the process. */
final class Natives {
    private static final String PLATFORM = "linux-x86_64";
    private static final String TORCH = "pytorch/cpu/" + PLATFORM + "/";
    private static final String JNI = "libdjl_torch.so";

    private Natives() {}

    /** @throws IllegalStateException if there are none for this machine */
    static void load() {
        engine();
    }

    /** DJL's engine of PyTorch. */
    static Engine engine() {
        return Started.ONCE.engine.orElseThrow(() -> new IllegalStateException(Started.ONCE.failure));
    }

    /** The engine, or why there is none: an error in a static initializer is told once only. */
    private record Started(Optional<Engine> engine, String failure) {
        private static final Started ONCE = start();

        private static Started start() {
            try {
                return new Started(Optional.of(startEngine()), "");
            } catch (LinkageError | RuntimeException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                return new Started(
                        Optional.empty(),
                        "PyTorch's native library does not load on " + System.getProperty("os.name") + " "
                                + System.getProperty("os.arch") + ": " + cause.getMessage()
                                + " (it is there for Linux on x86-64 with glibc only)");
            }
        }
    }

    /** PyTorch's, and that of DJL's part between it and Java. */
    static String version() {
        try {
            return properties(Natives.class.getClassLoader(), "jnilib/pytorch.properties")
                    .getProperty("jni_version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** DJL looks for its parts by the thread's class loader, when it starts only. */
    private static Engine startEngine() {
        // it would ask the net for libraries, and tell a host of its makers that it runs
        System.setProperty("offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("PYTORCH_FLAVOR", "cpu");
        System.setProperty("PYTORCH_LIBRARY_PATH", folder().toString());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(new OwnResources(Natives.class.getClassLoader()));
        try {
            return Engine.getEngine("PyTorch");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Where the libraries lie: an image has them unpacked, elsewhere they are unpacked once. */
    private static Path folder() {
        ClassLoader own = Natives.class.getClassLoader();
        URL torch = own.getResource(TORCH + "libtorch.so");
        if (torch == null) {
            throw new UnsatisfiedLinkError("there is none for " + PLATFORM + " in this build");
        }
        if (torch.getProtocol().equals("file")) {
            return Path.of(URI.create(torch.toString())).resolveSibling("");
        }
        try {
            return unpacked(own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpacked(ClassLoader own) throws IOException {
        Path folder = CacheFolder.natives().resolve("pytorch-" + version() + "-" + PLATFORM);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Files.createDirectories(folder.getParent());
        Path made = Files.createTempDirectory(folder.getParent(), "pytorch");
        Map<String, String> files = new LinkedHashMap<>();
        for (String library : properties(own, "native/lib/pytorch.properties")
                .getProperty("libraries")
                .split(",")) {
            files.put(library, TORCH + library);
        }
        files.put(JNI, "jnilib/" + PLATFORM + "/cpu/" + JNI);
        for (Map.Entry<String, String> file : files.entrySet()) {
            try (InputStream in = open(own, file.getValue())) {
                Files.copy(in, made.resolve(file.getKey()));
            }
        }
        try {
            // another process may have been faster; a folder with files in it is not replaced
            return Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(made);
            if (Files.isDirectory(folder)) {
                return folder;
            }
            throw e;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static Properties properties(ClassLoader own, String resource) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = open(own, resource)) {
            properties.load(in);
        }
        return properties;
    }

    private static InputStream open(ClassLoader own, String resource) throws IOException {
        InputStream in = own.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("the engine's jars hold no " + resource);
        }
        return in;
    }

    /** The engine's own resources alone: the tokenizer's DJL on the function's class path is of another version. */
    private static final class OwnResources extends ClassLoader {
        private final ClassLoader own;

        OwnResources(ClassLoader own) {
            super(own);
            this.own = own;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return own instanceof URLClassLoader folder ? folder.findResources(name) : own.getResources(name);
        }
    }
}
