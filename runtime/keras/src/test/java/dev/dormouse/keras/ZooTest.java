package dev.dormouse.keras;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every model of the zoo (src/test/python/make_zoo.py) answers as Keras does, from either file. */
class ZooTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> answersAsKeras() throws IOException {
        List<Path> files = Zoo.models();
        assertThat(files).isNotEmpty();
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> compare(file)));
    }

    private static void compare(Path file) throws Exception {
        Zoo.Case expected = Zoo.expected(file);
        byte[] onnx = KerasTranslation.translate(file);
        Map<String, Zoo.Numbers> outputs = Zoo.run(onnx, expected.inputs());
        assertThat(outputs.keySet())
                .containsExactlyElementsOf(expected.outputs().keySet());
        expected.outputs().forEach((name, wanted) -> {
            Zoo.Numbers actual = outputs.get(name);
            assertThat(actual.shape()).as(name).isEqualTo(wanted.shape());
            for (int i = 0; i < wanted.values().length; i++) {
                double value = wanted.values()[i];
                assertThat(Math.abs(actual.values()[i] - value))
                        .as("%s[%d]: %s against %s", name, i, actual.values()[i], value)
                        .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs(value)));
            }
        });
    }
}
