package dev.dormouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dormouse.plan.PlanJson;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.StepKind;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Numbers from an independent source. A fixture file {@code KIND/NAME.json} is {@code {"kind", "with", "files": {option:
 * path beside the fixture}, "inputs": {port: tensor}, "outputs": {port: tensor}, "tolerance", "source"}}; a tensor is
 * {@code {"datatype", "shape", "data": flat list}}, NaN and infinities as strings, BYTES as base64.
 */
public final class StepFixtures {
    private StepFixtures() {}

    /** One test a fixture file under the folder. */
    public static Stream<DynamicTest> in(Path folder, Function<String, StepKind> kinds) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> fixtures = files.filter(file -> file.toString().endsWith(".json")
                            && !file.toString().contains("/files/"))
                    .sorted()
                    .toList();
            assertThat(fixtures).as("fixtures in %s", folder).isNotEmpty();
            return fixtures.stream()
                    .map(file -> DynamicTest.dynamicTest(folder.relativize(file).toString(), () -> check(file, kinds)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Path file, Function<String, StepKind> kinds) throws Exception {
        Map<?, ?> fixture = (Map<?, ?>) Objects.requireNonNull(PlanJson.decode(Files.readAllBytes(file)));
        StepKind kind = kinds.apply((String) fixture.get("kind"));
        Map<String, Object> with = new LinkedHashMap<>();
        map(fixture, "with").forEach((key, value) -> with.put((String) key, value));
        Map<String, Path> paths = new LinkedHashMap<>();
        map(fixture, "files").forEach((key, value) -> paths.put((String) key, file.resolveSibling((String) value)));
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        map(fixture, "inputs").forEach((key, value) -> inputs.put((String) key, tensor((Map<?, ?>) value)));
        Map<String, Tensor> outputs = new StepHarness(kind, with, paths).run(inputs);
        double tolerance = fixture.get("tolerance") instanceof Number number ? number.doubleValue() : 0;
        map(fixture, "outputs")
                .forEach((name, value) -> assertEqual(
                        name.toString(),
                        Objects.requireNonNull(outputs.get(name)),
                        tensor((Map<?, ?>) value),
                        tolerance));
    }

    private static Map<?, ?> map(Map<?, ?> fixture, String name) {
        return fixture.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** Asserts datatype, shape and, element by element, values within the absolute tolerance; NaN equals NaN. */
    public static void assertEqual(String name, Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.datatype()).as(name).isEqualTo(expected.datatype());
        assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
        for (int i = 0; i < expected.shape().elementCount(); i++) {
            if (expected instanceof NumericTensor numbers) {
                double want = numbers.getDouble(i);
                double have = ((NumericTensor) actual).getDouble(i);
                if (Double.isFinite(want)) {
                    assertThat(have).as("%s[%d]", name, i).isCloseTo(want, within(tolerance));
                } else {
                    assertThat(Double.valueOf(have)).as("%s[%d]", name, i).isEqualTo(Double.valueOf(want));
                }
            } else if (expected instanceof TextTensor texts) {
                assertThat(((TextTensor) actual).get(i)).as("%s[%d]", name, i).isEqualTo(texts.get(i));
            } else {
                assertThat(((BytesTensor) actual).get(i))
                        .as("%s[%d]", name, i)
                        .isEqualTo(((BytesTensor) expected).get(i));
            }
        }
    }

    /** A tensor in the form of the fixtures. */
    public static Tensor tensor(Map<?, ?> json) {
        Datatype datatype = TensorType.parseDatatype((String) Objects.requireNonNull(json.get("datatype")));
        List<?> dims = (List<?>) Objects.requireNonNull(json.get("shape"));
        Shape shape = Shape.of(dims.stream().mapToLong(d -> (Long) d).toArray());
        List<?> data = (List<?>) Objects.requireNonNull(json.get("data"));
        if (datatype == Datatype.STRING) {
            return new TextTensor(shape, data.toArray(new String[0]));
        }
        if (datatype == Datatype.BYTES) {
            return new BytesTensor(
                    shape,
                    data.stream()
                            .map(d -> Base64.getDecoder().decode((String) d))
                            .toArray(byte[][]::new));
        }
        NumericTensor tensor = NumericTensor.allocate(datatype, shape);
        for (int i = 0; i < data.size(); i++) {
            Object value = data.get(i);
            if (value instanceof Boolean flag) {
                tensor.setLong(i, flag ? 1 : 0);
            } else if (value instanceof Long number) {
                tensor.setLong(i, number);
            } else if (value instanceof BigInteger number) {
                tensor.setLong(i, number.longValue());
            } else {
                tensor.setDouble(i, Double.parseDouble(String.valueOf(value)));
            }
        }
        return tensor;
    }
}
