package dev.dormouse.steps.custom;

import dev.dormouse.custom.CustomStep;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.step.Declaration;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A jar and the class in it that is the step. */
final class StepJar {
    /** Of Java 17, the oldest that a function runs on. */
    private static final int NEWEST_CLASS_FILE = 61;

    private static final int FIRST_JAVA = 44;
    private static final int MAGIC = 0xCAFEBABE;
    private static final String CLASS_ENDING = ".class";

    private final Path jar;
    private final String className;
    private final Map<String, Object> options;

    private StepJar(Path jar, String className, Map<String, Object> options) {
        this.jar = jar;
        this.className = className;
        this.options = options;
    }

    static StepJar of(Declaration declaration) {
        return new StepJar(
                declaration.file(JavaKind.SOURCE),
                declaration.options().string(JavaKind.CLASS),
                JavaKind.settings(declaration.options()));
    }

    /** An object of the class, and the loader that must be closed after it. */
    record Loaded(CustomStep step, JarLoader loader) implements AutoCloseable {
        @Override
        public void close() {
            try (loader) {
                step.close();
            } catch (Exception e) {
                throw new IllegalStateException("it cannot be closed: " + e, e);
            }
        }
    }

    /**
     * Makes the step.
     *
     * @throws ArtifactException if the jar or the class is not what it should be; the message says what it is
     */
    Loaded load() {
        requireRunnable();
        try {
            JarLoader loader = new JarLoader(jar);
            try {
                return new Loaded(make(loader), loader);
            } catch (RuntimeException | Error e) {
                loader.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable("the jar cannot be read: " + e.getMessage(), "check the file and its permissions");
        }
    }

    private void requireRunnable() {
        String file = className.replace('.', '/') + CLASS_ENDING;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(file);
            if (entry == null) {
                throw unreadable("there is no class " + className + " in the jar", known(zip));
            }
            try (DataInputStream in = new DataInputStream(zip.getInputStream(entry))) {
                boolean isClass = in.readInt() == MAGIC;
                in.readUnsignedShort();
                int version = in.readUnsignedShort();
                if (!isClass) {
                    throw unreadable(file + " is no class file", "compile the class again, and make the jar of it");
                }
                if (version > NEWEST_CLASS_FILE) {
                    throw new ArtifactException(
                            Reason.UNSUPPORTED,
                            className + " is compiled for Java " + (version - FIRST_JAVA)
                                    + ", but functions run on Java 17 too",
                            "compile it with 'javac --release 17'");
                }
            }
        } catch (IOException e) {
            throw unreadable("the file is no jar: " + e.getMessage(), "make it with 'jar cf my-step.jar -C classes .'");
        }
    }

    private static String known(ZipFile zip) {
        List<String> classes = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(CLASS_ENDING) && !name.contains("$") && !name.startsWith("META-INF/"))
                .map(name ->
                        name.substring(0, name.length() - CLASS_ENDING.length()).replace('/', '.'))
                .filter(name -> !name.endsWith("-info"))
                .sorted()
                .limit(10)
                .toList();
        return classes.isEmpty()
                ? "the jar has no classes: make it with 'jar cf my-step.jar -C classes .'"
                : "write the full name of one of its classes: " + String.join(", ", classes);
    }

    private CustomStep make(JarLoader loader) {
        Class<?> found;
        try {
            found = Class.forName(className, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw unreadable(
                    className + " cannot be loaded: " + UserCode.told(e),
                    "the jar must hold every class that it uses beside the JDK's and dev.dormouse.custom and .tensor");
        }
        if (!CustomStep.class.isAssignableFrom(found)) {
            throw unreadable(
                    className + " does not implement " + CustomStep.class.getName(),
                    "add 'implements CustomStep' to the class, or name another one");
        }
        MethodHandle constructor = constructor(found)
                .orElseThrow(() -> unreadable(
                        className + " has no public constructor without parameters or with one Map",
                        "make the class public, not abstract, and give it one of the two"));
        try {
            return (CustomStep)
                    (constructor.type().parameterCount() == 0 ? constructor.invoke() : constructor.invoke(options));
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError error && !(e instanceof StackOverflowError)) {
                throw error;
            }
            throw unreadable(
                    "the constructor of " + className + " fails: " + UserCode.told(e),
                    "mend the class; the constructor runs when the manifest is compiled and when a function starts");
        }
    }

    private static Optional<MethodHandle> constructor(Class<?> type) {
        for (MethodType parameters :
                List.of(MethodType.methodType(void.class, Map.class), MethodType.methodType(void.class))) {
            try {
                return Optional.of(MethodHandles.publicLookup().findConstructor(type, parameters));
            } catch (NoSuchMethodException | IllegalAccessException e) {
                continue; // perhaps the other one
            }
        }
        return Optional.empty();
    }

    static ArtifactException unreadable(String message, String help) {
        return new ArtifactException(Reason.UNREADABLE, message, help);
    }
}
