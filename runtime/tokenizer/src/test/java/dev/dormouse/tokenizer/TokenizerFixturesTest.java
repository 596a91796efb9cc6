package dev.dormouse.tokenizer;

import dev.dormouse.testkit.StepFixtures;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TokenizerFixturesTest {
    @TestFactory
    Stream<DynamicTest> idsAreThoseOfTheReferenceImplementation() {
        return StepFixtures.in(Path.of("src/test/resources/fixtures"), kind -> new TokenizerKind());
    }
}
