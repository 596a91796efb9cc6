package dev.dormouse.torchscript;

import dev.dormouse.testkit.StepFixtures;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TorchscriptFixturesTest {
    @TestFactory
    Stream<DynamicTest> modelsGiveWhatPythonGives() {
        return StepFixtures.in(Path.of("src/test/resources/fixtures"), kind -> new TorchscriptKind());
    }
}
