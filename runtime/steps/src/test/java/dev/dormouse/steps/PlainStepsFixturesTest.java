package dev.dormouse.steps;

import dev.dormouse.step.StepCatalogue;
import dev.dormouse.testkit.StepFixtures;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every fixture file of every plain kind; the numbers come from the scripts under {@code src/test/fixtures}. */
class PlainStepsFixturesTest {
    @TestFactory
    Stream<DynamicTest> fixtures() {
        StepCatalogue kinds = StepCatalogue.of(new PlainSteps().kinds());
        return StepFixtures.in(
                Path.of("src/test/resources/fixtures"),
                name -> kinds.find(name).orElseThrow(() -> new AssertionError("no kind " + name)));
    }
}
