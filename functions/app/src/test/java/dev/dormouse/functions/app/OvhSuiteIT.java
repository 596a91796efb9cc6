package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dormouse.testkit.PythonVenv;
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
    private static final Map<String, String> NOT_READ = Map.of();

    /** Cases about images that the suite asks of a TensorFlow model; a model that only passes the image on must pass too. */
    private static final List<String> ALSO_WITHOUT_TENSORFLOW = List.of(
            "tf_mnist_step_input0_json",
            "tf_mnist_step_input0_html_json",
            "tf_mnist_step_input0_png",
            "tf_mnist_step_input0_multipart_png",
            "tf_mnist_error_png_as_json",
            "tf_mnist_error_json_as_png");

    private static final String PASSES_IMAGES_ON = "models/img_nhwc_gray";

    @Test
    void everyCaseOfAFormatThatIsReadPasses(@TempDir Path folder) throws Exception {
        boolean there = Files.isRegularFile(SUITE.resolve("cases.json"));
        if (!there) {
            System.err.println("OvhSuiteIT is SKIPPED: there is no suite at " + SUITE
                    + "; say where it is with -Ddormouse.ovh-suite=FOLDER");
        }
        assumeThat(there).isTrue();
        JsonNode suite = JSON.readTree(SUITE.resolve("cases.json").toFile());
        ArrayNode more = (ArrayNode)
                JSON.readTree(Path.of("src/test/resources/ovh-more-cases.json").toFile());
        suite.forEach(one -> {
            if (ALSO_WITHOUT_TENSORFLOW.contains(one.get("name").asText())) {
                ObjectNode copy = one.deepCopy();
                more.add(copy.put("name", "no_" + one.get("name").asText())
                        .put("format", "onnx")
                        .put("model_path", PASSES_IMAGES_ON));
            }
        });
        ArrayNode cases = JSON.createArrayNode();
        suite.forEach(one -> cases.add(withinAFloat(one)));
        more.forEach(cases::add);
        JSON.writeValue(folder.resolve("cases.json").toFile(), cases);
        Map<String, String> failures = compileModels(cases, folder);
        replay(folder);
        JsonNode results = JSON.readTree(folder.resolve("results.json").toFile());
        Map<String, List<String>> byReason = new TreeMap<>();
        System.out.println(
                "OVH's suite: " + passed(suite, failures, results, byReason) + " of " + suite.size() + " cases pass");
        System.out.println("More cases with its models and files: " + passed(more, failures, results, byReason) + " of "
                + more.size() + " pass");
        byReason.forEach((reason, names) -> System.out.println("  " + names.size() + ": " + reason + " " + names));
        byReason.keySet().removeAll(NOT_READ.values());
        assertThat(byReason).isEmpty();
    }

    /** Takes 1e-6 where the suite's README says so: 1e-8 is less than the distance of two FP32 near 1. */
    private static JsonNode withinAFloat(JsonNode one) {
        JsonNode copy = one.deepCopy();
        for (JsonNode expected : copy.path("expect").path("json")) {
            boolean tooNarrow = expected.path("tolerance").asDouble() == 1e-8
                    && expected.path("value").asDouble() > 0.5;
            if (tooNarrow && one.get("format").asText().equals("keras_h5")) {
                ((ObjectNode) expected).put("tolerance", 1e-6);
            }
        }
        return copy;
    }

    /** How many pass; the others are put to their reasons. */
    private static int passed(
            JsonNode cases, Map<String, String> failures, JsonNode results, Map<String, List<String>> byReason) {
        int passed = 0;
        for (JsonNode one : cases) {
            String name = one.get("name").asText();
            String reason = NOT_READ.get(one.get("format").asText());
            if (reason == null) {
                reason = failures.get(one.get("model_path").asText());
            }
            JsonNode wrong = results.path(name).path("fail");
            if (reason == null && wrong.isArray() && wrong.isEmpty()) {
                passed++;
            } else {
                String told = reason == null ? wrong + " " + results.path(name).path("body") : reason;
                byReason.computeIfAbsent(told, key -> new ArrayList<>()).add(name);
            }
        }
        return passed;
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
                + " -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port={port} -Ddormouse.engines="
                + System.getProperty("dormouse.engines") + " -Ddormouse.bundle="
                + folder + "/{model} -jar " + System.getProperty("dormouse.app");
        Path script = folder.resolve("replay.py");
        // its models and files stay where they are; the bundles of the models are at the same places below our folder
        String own = Files.readString(SUITE.resolve("replay.py"))
                .replace("S=os.path.dirname(os.path.abspath(A.cases))", "S='" + SUITE + "'")
                .replace("model=os.path.join(S,mp)", "model=mp");
        Files.writeString(script, own);
        PythonVenv python = PythonVenv.of(Path.of("target/ovh-venv"), Path.of("src/test/python/ovh_suite.txt"));
        PythonVenv.Result result = python.run(
                script,
                folder.resolve("cases.json").toString(),
                folder.resolve("results.json").toString(),
                "--skip-format",
                String.join(",", NOT_READ.keySet()),
                "--start",
                start);
        assertThat(result.status()).as(result.output()).isZero();
    }
}
