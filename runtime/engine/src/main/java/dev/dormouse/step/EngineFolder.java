package dev.dormouse.step;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Engines that are not on the class path: a folder with a folder for each step kind, whose jars are opened when a plan
 * first asks for that kind. What no plan asks for costs neither memory nor a longer start, and the class path, which
 * start-up archives record, stays the same.
 */
final class EngineFolder {
    /** The place of the folder, as a system property and in the environment; several as in a class path. */
    static final String PROPERTY = "dormouse.engines";

    static final String VARIABLE = "DORMOUSE_ENGINES";

    /** One for the process: the native libraries of an engine can be loaded by one class loader only. */
    private static final EngineFolder OF_PROCESS =
            of(Optional.ofNullable(System.getProperty(PROPERTY, System.getenv(VARIABLE)))
                    .orElse(""));

    private final List<Path> folders;
    private final Map<String, Optional<StepKind>> opened = new ConcurrentHashMap<>();

    EngineFolder(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    private static EngineFolder of(String paths) {
        return new EngineFolder(Stream.of(paths.split(File.pathSeparator))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .toList());
    }

    /** The folder that the process was started with, if any. */
    static EngineFolder ofProcess() {
        return OF_PROCESS;
    }

    /** The names of the kinds whose engines are there. */
    List<String> names() {
        return folders.stream()
                .filter(Files::isDirectory)
                .flatMap(folder -> engines(folder).stream())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<String> engines(Path folder) {
        try (Stream<Path> engines = Files.list(folder)) {
            return engines.filter(Files::isDirectory)
                    .map(engine -> String.valueOf(engine.getFileName()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the engine of a kind, unless it is open already. */
    Optional<StepKind> find(String kind) {
        return names().contains(kind) ? opened.computeIfAbsent(kind, this::open) : Optional.empty();
    }

    private Optional<StepKind> open(String kind) {
        Path engine = folders.stream()
                .map(folder -> folder.resolve(kind))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
        ClassLoader loader = new EngineLoader(entries(engine), StepKinds.class.getClassLoader());
        return ServiceLoader.load(StepKinds.class, loader).stream()
                .filter(provider -> provider.type().getClassLoader() == loader)
                .flatMap(provider -> provider.get().kinds().stream())
                .filter(found -> found.name().equals(kind))
                .findFirst();
    }

    /** Its jars, and its folders: a library that lies unpacked is used in place. */
    private static URL[] entries(Path engine) {
        List<URL> urls = new ArrayList<>();
        try (Stream<Path> files = Files.list(engine)) {
            List<Path> entries = files.filter(
                            file -> Files.isDirectory(file) || file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            for (Path entry : entries) {
                urls.add(entry.toUri().toURL());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return urls.toArray(new URL[0]);
    }

    /** Looks into the engine first, so that its libraries may be of other versions than the function's own. */
    private static final class EngineLoader extends URLClassLoader {
        private static final String SERVICES = "META-INF/services/";

        EngineLoader(URL[] entries, ClassLoader parent) {
            super(entries, parent);
        }

        /** Of a service that is the engine's own only its own providers: one outside would be of another class of that name. */
        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            boolean own = name.startsWith(SERVICES)
                    && findResource(name.substring(SERVICES.length()).replace('.', '/') + ".class") != null;
            return own ? findResources(name) : super.getResources(name);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && !name.startsWith("java.")) {
                    try {
                        loaded = findClass(name);
                    } catch (ClassNotFoundException e) {
                        loaded = super.loadClass(name, false);
                    }
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }
    }
}
