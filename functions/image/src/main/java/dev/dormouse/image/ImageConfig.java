package dev.dormouse.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the container runtime is told: program, environment, user, labels. */
record ImageConfig(List<String> entrypoint, Map<String, String> environment, Map<String, String> labels) {
    static final String USER = "65532:65532";
    /** Writable in every container, also where the root file system is not; ONNX Runtime wants such a folder. */
    static final String TEMPORARY = "/dev/shm";

    static final int PORT = 8080;
    static final String JAVA_HOME = "/opt/java";
    static final String BUNDLE = StagedFunction.HOME + "/bundle";
    static final String WORKING_DIRECTORY = StagedFunction.HOME + "/" + StagedFunction.FUNCTION;

    static ImageConfig of(StagedFunction function, Foundation foundation, Map<String, String> labels) {
        return new ImageConfig(
                entrypoint(foundation.java(), function), environmentInImage(function, foundation), labels);
    }

    /** The program: java itself, no shell; the archive's flag only where there is an archive. */
    private static List<String> entrypoint(Foundation.JavaHome java, StagedFunction function) {
        List<String> words = new ArrayList<>();
        words.add(java.path() + "/bin/java");
        words.add("@" + StagedFunction.HOME + "/" + StagedFunction.OPTIONS);
        if (function.hasArchive()) {
            words.add((JavaRuntime.hasAotCache(java.major()) ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=")
                    + StagedFunction.HOME + "/" + StagedFunction.ARCHIVE);
        }
        words.addAll(function.nativeFlags(StagedFunction.HOME));
        words.add("-Djava.io.tmpdir=" + TEMPORARY);
        words.addAll(List.of("-jar", BuildFolder.RUN_JAR));
        return words;
    }

    /** No telemetry, and native libraries that lie unpacked below the folder. */
    static Map<String, String> environment(String home) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("ORT_DISABLE_TELEMETRY", "1");
        variables.put("OPT_OUT_TRACKING", "true");
        variables.put("DJL_CACHE_DIR", home + "/" + StagedFunction.NATIVES + "/djl");
        return variables;
    }

    /** The environment of a function in its image; what its base sets stays, but for what a function needs. */
    private static Map<String, String> environmentInImage(StagedFunction function, Foundation foundation) {
        Map<String, String> variables = new TreeMap<>(foundation.environment());
        String javaHome = foundation.java().path();
        variables.putIfAbsent("PATH", javaHome + "/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("JAVA_HOME", javaHome);
        variables.putIfAbsent("LANG", "C.UTF-8");
        variables.put("DORMOUSE_BUNDLE", BUNDLE);
        variables.putAll(function.environment(StagedFunction.HOME));
        return variables;
    }

    /** Names of the engines for a label, {@code none} for the plain steps alone. */
    static String engines(Set<Engine> engines) {
        return engines.isEmpty()
                ? "none"
                : String.join(",", engines.stream().map(Engine::label).toList());
    }
}
