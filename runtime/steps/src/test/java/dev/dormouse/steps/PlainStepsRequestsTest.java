package dev.dormouse.steps;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.testkit.Goldens;
import dev.dormouse.testkit.StepFixtures;
import dev.dormouse.testkit.StepHarness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What a caller is told about values that a step cannot use. One case a line, {@code KIND | OPTIONS AS JSON | port
 * DECLARED TYPE = SHAPE DATA; …}; the golden file repeats each with the error's code and message.
 */
class PlainStepsRequestsTest {
    private static final Path FOLDER = Path.of("src/test/resources/requests");

    private final StepCatalogue kinds = StepCatalogue.of(new PlainSteps().kinds());

    @Test
    void badValues() throws IOException {
        String actual = Files.readAllLines(FOLDER.resolve("bad.cases")).stream()
                .filter(line -> !line.isBlank())
                .map(line -> line + "\n  " + outcome(line) + "\n")
                .collect(Collectors.joining("\n"));
        Goldens.check(FOLDER.resolve("bad.expected"), actual);
    }

    private String outcome(String line) {
        String[] parts = line.split("\\|", 3);
        StepKind kind = kinds.find(parts[0].trim()).orElseThrow(() -> new AssertionError("no kind in: " + line));
        Map<String, Object> with = new LinkedHashMap<>();
        ((Map<?, ?>) json(parts[1])).forEach((key, value) -> with.put((String) key, value));
        Map<String, TensorType> types = new LinkedHashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String port : parts[2].split(";")) {
            String[] sides = port.split("=", 2);
            String[] nameAndType = sides[0].trim().split(" ", 2);
            TensorType type = TensorType.parse(nameAndType[1]);
            int end = sides[1].indexOf(']') + 1;
            types.put(nameAndType[0], type);
            tensors.put(
                    nameAndType[0],
                    StepFixtures.tensor(Map.of(
                            "datatype", type.datatype().name(),
                            "shape", json(sides[1].substring(0, end)),
                            "data", json(sides[1].substring(end)))));
        }
        try {
            return "no error: "
                    + new StepHarness(kind, with).run(types, tensors).keySet();
        } catch (PipelineException e) {
            return e.code() + ": " + e.getMessage();
        } catch (Exception e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    private static Object json(String text) {
        return PlanJson.decode(text.getBytes(StandardCharsets.UTF_8));
    }
}
