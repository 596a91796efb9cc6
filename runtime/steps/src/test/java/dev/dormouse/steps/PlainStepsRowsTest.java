package dev.dormouse.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.testkit.StepFixtures;
import dev.dormouse.testkit.StepHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every fixture again with its first dims named n: where a kind then says that rows are independent, each row alone
 * gives exactly what it gives in the batch; and the outputs are those of the catalogue.
 */
class PlainStepsRowsTest {
    private static final Path FOLDER = Path.of("src/test/resources/fixtures");

    private final StepCatalogue kinds = StepCatalogue.of(new PlainSteps().kinds());

    @TestFactory
    Stream<DynamicTest> rows() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<Path> fixtures = files.filter(file -> file.toString().endsWith(".json")
                            && !file.toString().contains("/files/"))
                    .sorted()
                    .toList();
            return fixtures.stream()
                    .map(file -> DynamicTest.dynamicTest(FOLDER.relativize(file).toString(), () -> check(file)));
        }
    }

    private void check(Path file) throws Exception {
        Map<?, ?> fixture = (Map<?, ?>) PlanJson.decode(Files.readAllBytes(file));
        StepKind kind = kinds.find((String) fixture.get("kind")).orElseThrow();
        Map<String, Object> with = new LinkedHashMap<>();
        ((Map<?, ?>) fixture.get("with")).forEach((key, value) -> with.put((String) key, value));
        Map<String, Path> files = new LinkedHashMap<>();
        if (fixture.get("files") instanceof Map<?, ?> named) {
            named.forEach((key, value) -> files.put((String) key, file.resolveSibling((String) value)));
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        ((Map<?, ?>) fixture.get("inputs"))
                .forEach((key, value) -> inputs.put((String) key, StepFixtures.tensor((Map<?, ?>) value)));
        if (inputs.values().stream().anyMatch(tensor -> tensor.shape().rank() == 0)) {
            return;
        }
        StepHarness harness = new StepHarness(kind, with, files);
        Map<String, TensorType> types = new LinkedHashMap<>();
        inputs.forEach(
                (name, tensor) -> types.put(name, StepHarness.typeOf(tensor).withDim(0, Dim.named("n"))));
        StepHarness.Typed typed = harness.type(types);
        if (!typed.problems().isEmpty()) {
            return;
        }
        assertThat(typed.signature().outputs().keySet())
                .containsExactlyElementsOf(
                        kind.outputs().stream().map(OutputPort::name).toList());
        if (typed.signature().rows() == Signature.Rows.INDEPENDENT) {
            compare(harness, types, inputs);
        }
    }

    private static void compare(StepHarness harness, Map<String, TensorType> types, Map<String, Tensor> inputs)
            throws Exception {
        int count = inputs.values().iterator().next().shape().intDim(0);
        Map<String, Tensor> together = harness.run(types, inputs);
        for (int i = 0; i < count; i++) {
            int row = i;
            Map<String, Tensor> alone = new LinkedHashMap<>();
            inputs.forEach((name, tensor) -> alone.put(name, tensor.rows(row, row + 1)));
            harness.run(types, alone)
                    .forEach((name, tensor) -> StepFixtures.assertEqual(
                            name + " of row " + row, tensor, together.get(name).rows(row, row + 1), 0));
        }
    }
}
