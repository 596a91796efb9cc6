package dev.dormouse.tensorflow;

import dev.dormouse.testkit.StepFixtures;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TensorflowFixturesTest {
    @TestFactory
    Stream<DynamicTest> modelsGiveWhatPythonGives() {
        return StepFixtures.in(Path.of("src/test/resources/fixtures"), kind -> new TensorflowKind());
    }
}
