package dev.dormouse.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the container runtime is told: program, environment, user, labels. */
record ImageConfig(List<String> entrypoint, Map<String, String> environment, Map<String, String> labels) {
    static final String USER = "65532:65532";
    static final int PORT = 8080;
    static final String JAVA_HOME = "/opt/java";
    static final String BUNDLE = StagedFunction.HOME + "/bundle";
    static final String WORKING_DIRECTORY = StagedFunction.HOME + "/" + StagedFunction.FUNCTION;

    /** The program: java itself, no shell; the archive's flag only where there is an archive. */
    static List<String> entrypoint(String javaHome, int javaVersion, StagedFunction function) {
        List<String> words = new ArrayList<>();
        words.add(javaHome + "/bin/java");
        words.add("@" + StagedFunction.HOME + "/" + StagedFunction.OPTIONS);
        if (function.hasArchive()) {
            words.add((javaVersion >= 25 ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + StagedFunction.HOME + "/"
                    + StagedFunction.ARCHIVE);
        }
        words.addAll(TrainingRun.nativeFlags(StagedFunction.HOME, function.engines()));
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

    /** The environment of a function in its image. */
    static Map<String, String> environmentInImage(String javaHome) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("PATH", javaHome + "/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables.put("JAVA_HOME", javaHome);
        variables.put("LANG", "C.UTF-8");
        variables.put("DORMOUSE_BUNDLE", BUNDLE);
        variables.putAll(environment(StagedFunction.HOME));
        return variables;
    }

    /** Names of the engines for a label, {@code none} for the plain steps alone. */
    static String engines(Set<Engine> engines) {
        return engines.isEmpty()
                ? "none"
                : String.join(",", engines.stream().map(Engine::label).toList());
    }
}
