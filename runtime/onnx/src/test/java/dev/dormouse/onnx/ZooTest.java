package dev.dormouse.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.PlanJson;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Signature.Rows;
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

/** Models as skl2onnx and onnxmltools write them, from the file alone, against the answers of the libraries that trained them. */
class ZooTest {
    private static final Path ZOO = Path.of("src/test/resources/zoo");
    private static final double TOLERANCE = 2e-4;

    @TestFactory
    Stream<DynamicTest> aModelAnswersAsItsLibrary() throws IOException {
        try (Stream<Path> files = Files.list(ZOO)) {
            List<Path> models = files.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
            assertThat(models).isNotEmpty();
            return models.stream().map(model -> DynamicTest.dynamicTest(name(model), () -> check(model)));
        }
    }

    private static String name(Path model) {
        return model.getFileName().toString().replace(".onnx", "");
    }

    private static void check(Path model) throws Exception {
        Map<?, ?> expected = (Map<?, ?>) PlanJson.decode(Files.readAllBytes(ZOO.resolve(name(model) + ".json")));
        Map<String, Tensor> inputs = tensors(expected.get("inputs"));
        StepHarness harness = Models.harness(model);
        Map<String, TensorType> types = new LinkedHashMap<>();
        Models.inputs(model)
                .forEach(port -> types.put(
                        port.name(),
                        new TensorType(
                                port.pattern().datatypes().iterator().next(),
                                port.pattern().dims())));
        assertThat(types.keySet()).isEqualTo(inputs.keySet());
        assertThat(harness.type(types).signature().rows()).isEqualTo(Rows.TO_BE_TRIED);
        Map<String, Tensor> outputs = harness.run(types, inputs);
        tensors(expected.get("outputs"))
                .forEach((name, tensor) -> StepFixtures.assertEqual(name, outputs.get(name), tensor, TOLERANCE));
    }

    private static Map<String, Tensor> tensors(Object json) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        ((Map<?, ?>) json)
                .forEach((name, tensor) -> tensors.put((String) name, StepFixtures.tensor((Map<?, ?>) tensor)));
        return tensors;
    }
}
