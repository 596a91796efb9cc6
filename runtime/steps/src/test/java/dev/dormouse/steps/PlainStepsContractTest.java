package dev.dormouse.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every plain kind owes the catalogue and the docs made from it. */
class PlainStepsContractTest {
    @Test
    void theServiceLoaderFindsThem() {
        assertThat(StepCatalogue.load().kinds())
                .extracting(StepKind::name)
                .containsAll(
                        new PlainSteps().kinds().stream().map(StepKind::name).toList());
    }

    @TestFactory
    Stream<DynamicTest> everyKind() {
        return new PlainSteps().kinds().stream().map(kind -> DynamicTest.dynamicTest(kind.name(), () -> check(kind)));
    }

    private static void check(StepKind kind) {
        assertThat(kind.name()).matches("[a-z][A-Za-z0-9]*");
        assertThat(kind.summary()).endsWith(".").hasSizeLessThan(120);
        assertThat(kind.options()).allSatisfy(option -> {
            assertThat(option.description()).as(option.name()).isNotBlank();
            assertThat(option.required() && option.defaultValue().isPresent()).isFalse();
            option.defaultValue()
                    .ifPresent(value -> assertThat(option.type().check(value).value())
                            .as("default of %s", option.name())
                            .contains(value));
        });
        assertThat(kind.options()).extracting("name").doesNotHaveDuplicates();
        if (kind.outputs().isEmpty()) {
            // a user's class declares its own; JavaKindTest runs it
            assertThat(kind.name()).isEqualTo("java");
            return;
        }
        assertThat(kind.outputs()).allSatisfy(port -> {
            assertThat(port.description()).as(port.name()).isNotBlank();
            assertThat(port.type()).as(port.name()).isNotBlank();
        });
        assertThat(Path.of("src/test/resources/fixtures", kind.name()))
                .as("a folder of fixtures")
                .satisfies(folder -> assertThat(Files.isDirectory(folder)).isTrue());
    }
}
