package dev.dormouse.steps;

import dev.dormouse.plan.PlanJson;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Problem;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import dev.dormouse.testkit.Goldens;
import dev.dormouse.testkit.StepHarness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the compiler would say. A {@code .cases} file has one case a line, {@code KIND | OPTIONS AS JSON | port TYPE;
 * port TYPE}; the {@code .expected} file beside it repeats each with the output types and rows, or the problems.
 */
class PlainStepsProblemsTest {
    private static final Path FOLDER = Path.of("src/test/resources/problems");

    private final StepCatalogue kinds = StepCatalogue.of(new PlainSteps().kinds());

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> cases = files.filter(file -> file.toString().endsWith(".cases"))
                    .sorted()
                    .toList();
            return cases.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    private void check(Path file) throws IOException {
        String actual = Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(line -> line + "\n" + outcome(line))
                .collect(Collectors.joining("\n"));
        String name = file.getFileName().toString().replace(".cases", ".expected");
        Goldens.check(file.resolveSibling(name), actual);
    }

    private String outcome(String line) {
        String[] parts = line.split("\\|", 3);
        StepKind kind = kinds.find(parts[0].trim()).orElseThrow(() -> new AssertionError("no kind in: " + line));
        Map<String, Object> with = new LinkedHashMap<>();
        ((Map<?, ?>) PlanJson.decode(parts[1].getBytes(StandardCharsets.UTF_8)))
                .forEach((key, value) -> with.put((String) key, value));
        Map<String, Path> files = new LinkedHashMap<>();
        with.forEach((key, value) -> {
            if (key.equals("source")) {
                files.put(key, FOLDER.resolve(String.valueOf(value)));
            } else if (value instanceof Map<?, ?> source) {
                files.put(key, FOLDER.resolve(String.valueOf(source.get("source"))));
            }
        });
        try {
            StepHarness.Typed typed = new StepHarness(kind, with, files).type(types(parts[2]));
            return typed.problems().isEmpty() ? signature(typed) : problems(typed.problems());
        } catch (RuntimeException e) {
            return "  " + e.getClass().getSimpleName() + ": " + e.getMessage() + "\n";
        }
    }

    private static Map<String, TensorType> types(String text) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (String port : text.split(";")) {
            if (!port.isBlank()) {
                String[] nameAndType = port.trim().split(" ", 2);
                types.put(nameAndType[0], TensorType.parse(nameAndType[1]));
            }
        }
        return types;
    }

    private static String signature(StepHarness.Typed typed) {
        return "  "
                + typed.signature().outputs().entrySet().stream()
                        .map(output -> output.getKey() + " " + output.getValue())
                        .collect(Collectors.joining("; "))
                + ", rows " + typed.signature().rows() + "\n";
    }

    private static String problems(List<Problem> problems) {
        return problems.stream()
                .map(problem -> "  " + problem.rule() + " at " + problem.place().kind() + " "
                        + problem.place().name() + ": " + problem.headline() + "\n    help: " + problem.help() + "\n")
                .collect(Collectors.joining());
    }
}
