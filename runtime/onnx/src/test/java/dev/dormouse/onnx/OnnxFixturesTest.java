package dev.dormouse.onnx;

import dev.dormouse.testkit.StepFixtures;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class OnnxFixturesTest {
    @TestFactory
    Stream<DynamicTest> modelsGiveWhatTheirOwnToolsGive() {
        return StepFixtures.in(Path.of("src/test/resources/fixtures"), kind -> new OnnxKind());
    }
}
