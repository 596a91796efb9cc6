package dev.dormouse.image;

import dev.dormouse.plan.Plan;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a function may need beside the plain steps: which step kinds ask for it, its jars and its native libraries. */
public enum Engine {
    ONNX(
            Set.of("onnx"),
            "dev.dormouse.dormouse-onnx-",
            List.of("com.microsoft.onnxruntime.onnxruntime-"),
            List.of(new NativeFiles(
                    "com.microsoft.onnxruntime.onnxruntime-",
                    "ai/onnxruntime/native/linux-x64/",
                    "ai/onnxruntime/native/linux-aarch64/",
                    "onnxruntime")),
            List.of("-Donnxruntime.native.path={natives}/onnxruntime")),
    TOKENIZER(
            Set.of("tokenizer"),
            "dev.dormouse.dormouse-tokenizer-",
            List.of(
                    "ai.djl.",
                    "com.google.code.gson.",
                    "commons-codec.",
                    "commons-io.",
                    "net.java.dev.jna.",
                    "org.apache.commons.commons-compress-"),
            List.of(
                    new NativeFiles(
                            "ai.djl.huggingface.tokenizers-",
                            "native/lib/linux-x86_64/cpu/",
                            "native/lib/linux-aarch64/cpu/",
                            "djl/tokenizers/{version}-cpu-linux-{machine}"),
                    new NativeFiles(
                            "net.java.dev.jna.jna-", "com/sun/jna/linux-x86-64/", "com/sun/jna/linux-aarch64/", "jna")),
            List.of("-Djna.boot.library.path={natives}/jna", "-Djna.nounpack=true", "-Djna.nosys=true")),
    /** Not among the function's jars: see {@link EngineFiles}. */
    TENSORFLOW(Set.of("tensorflow"), "dormouse-tensorflow-", List.of(), List.of(), List.of()),
    /** In a folder too. */
    TORCHSCRIPT(Set.of("torchscript"), "dormouse-torchscript-", List.of(), List.of(), List.of()),
    /** In a folder too: a function that calls nobody has no client. */
    HTTP(Set.of("http"), "dormouse-http-", List.of(), List.of(), List.of()),
    /** In its folder too; pure Java. */
    PMML(Set.of("pmml"), "dormouse-pmml-", List.of(), List.of(), List.of());

    private final Set<String> kinds;
    private final String ownJar;
    private final List<String> jars;
    private final List<NativeFiles> natives;
    private final List<String> flags;

    Engine(Set<String> kinds, String ownJar, List<String> jars, List<NativeFiles> natives, List<String> flags) {
        this.kinds = kinds;
        this.ownJar = ownJar;
        this.jars = jars;
        this.natives = natives;
        this.flags = flags;
    }

    /** The engines without which this plan cannot be opened. */
    public static Set<Engine> neededBy(Plan plan) {
        Set<String> used = plan.steps().stream().map(Plan.PlanStep::kind).collect(Collectors.toSet());
        return Arrays.stream(values())
                .filter(engine -> !Collections.disjoint(engine.kinds, used))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Engine.class)));
    }

    /** A name for a set of engines, the same for equal sets: {@code onnx-tokenizer}, {@code plain}; it names folders, and a plus sign in
     * a path is read as a space by Quarkus. */
    public static String nameOf(Set<Engine> engines) {
        return engines.isEmpty()
                ? "plain"
                : engines.stream().sorted().map(Engine::label).collect(Collectors.joining("-"));
    }

    /** Its name for people and labels. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether this engine's step kinds hold that one. */
    public boolean brings(String kind) {
        return kinds.contains(kind);
    }

    /** The step kinds whose engines lie in folders of their own. */
    Set<String> kindsInFolders() {
        return jars.isEmpty() ? kinds : Set.of();
    }

    /** Whether a path below the function's folder is of such a folder of this engine. */
    boolean hasInFolder(String path) {
        return kindsInFolders().stream().anyMatch(kind -> path.startsWith(EngineFiles.FOLDER + "/" + kind + "/"));
    }

    /** Whether a jar of the function app is a library of this engine. */
    boolean hasLibrary(String jar) {
        return jars.stream().anyMatch(jar::startsWith);
    }

    /** Whether a jar of the function app is our own code for this engine. */
    boolean hasOwnJar(String jar) {
        return jar.startsWith(ownJar);
    }

    List<NativeFiles> natives() {
        return natives;
    }

    /** Whether a path below the folder of native libraries is this engine's. */
    boolean hasNative(String path) {
        return natives.stream().anyMatch(one -> path.startsWith(one.folder() + "/"));
    }

    /** The JVM's flags by which the engine finds its libraries unpacked. */
    List<String> flags(String nativesFolder) {
        return flags.stream()
                .map(flag -> flag.replace("{natives}", nativesFolder))
                .toList();
    }
}
