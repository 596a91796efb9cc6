package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replays the conformance suite of OVH's serving runtime, which lies outside of this repository (the system property
 * {@code dormouse.ovh-suite}, else {@code ../shared/ovh-suite}), and prints how many of its cases pass and why the others
 * do not. Every case must pass but those whose model needs an engine that is not there.
 */
@Tag("it")
class OvhSuiteIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of(System.getProperty("dormouse.root"));
    private static final Path SUITE = Path.of(System.getProperty(
            "dormouse.ovh-suite",
            ROOT.resolve("../shared/ovh-suite").normalize().toString()));
    /** Formats of the suite that no engine of this function reads, and why. */
    private static final Map<String, String> NOT_READ = Map.of(
            "savedmodel", "needs an engine for TensorFlow",
            "keras_h5", "needs an engine for Keras",
            "torchscript", "needs an engine for TorchScript",
            "hf_tokenizer", "OVH's tokenizer takes one text, or its words; ours takes a batch of texts");

    @Test
    void everyCaseOfAFormatThatIsReadPasses(@TempDir Path folder) throws Exception {
        boolean there = Files.isRegularFile(SUITE.resolve("cases.json"));
        if (!there) {
            System.err.println("OvhSuiteIT is SKIPPED: there is no suite at " + SUITE
                    + "; say where it is with -Ddormouse.ovh-suite=FOLDER");
        }
        assumeThat(there).isTrue();
        JsonNode cases = JSON.readTree(SUITE.resolve("cases.json").toFile());
        Map<String, String> failures = compileModels(cases, folder);
        replay(folder);
        JsonNode results = JSON.readTree(folder.resolve("results.json").toFile());
        Map<String, List<String>> byReason = new TreeMap<>();
        int passed = 0;
        for (JsonNode one : cases) {
            String name = one.get("name").asText();
            String reason = NOT_READ.get(one.get("format").asText());
            if (reason == null) {
                reason = failures.get(one.get("model_path").asText());
            }
            if (reason == null && results.path(name).path("fail").isEmpty()) {
                passed++;
                continue;
            }
            String told = reason == null ? results.path(name).path("fail").toString() : reason;
            byReason.computeIfAbsent(told, key -> new ArrayList<>()).add(name);
        }
        System.out.println("OVH's suite: " + passed + " of " + cases.size() + " cases pass");
        byReason.forEach((reason, names) -> System.out.println("  " + names.size() + ": " + reason + " " + names));
        byReason.keySet().removeAll(NOT_READ.values());
        assertThat(byReason).isEmpty();
    }

    /** Compiles every model of the suite that can be; returns what is wrong with the others. */
    private static Map<String, String> compileModels(JsonNode cases, Path folder) throws Exception {
        Map<String, String> failures = new LinkedHashMap<>();
        for (JsonNode one : cases) {
            String model = one.get("model_path").asText();
            Path bundle = folder.resolve(model);
            if (NOT_READ.containsKey(one.get("format").asText())
                    || failures.containsKey(model)
                    || Files.exists(bundle)) {
                continue;
            }
            try {
                Bundles.target(SUITE.resolve(model), bundle);
            } catch (AssertionError e) {
                failures.put(model, "the model does not compile: " + e.getMessage());
            }
        }
        return failures;
    }

    /** Runs the suite's own script; one process of the function for each model. */
    private static void replay(Path folder) throws Exception {
        String start = Path.of(System.getProperty("java.home"), "bin", "java") + " -XX:TieredStopAtLevel=1 -Xmx512m"
                + " -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port={port} -Ddormouse.bundle="
                + folder + "/{model} -jar " + System.getProperty("dormouse.app");
        // the script gives the model's folder in the suite; the bundle is at the same place below ours
        Path script = folder.resolve("replay.py");
        String own = Files.readString(SUITE.resolve("replay.py")).replace("model=os.path.join(S,mp)", "model=mp");
        Files.writeString(script, own);
        List<String> command = List.of(
                "python3",
                script.toString(),
                SUITE.resolve("cases.json").toString(),
                folder.resolve("results.json").toString(),
                "--skip-format",
                String.join(",", NOT_READ.keySet()),
                "--start",
                start);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("ORT_DISABLE_TELEMETRY", "1", "OPT_OUT_TRACKING", "true"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
