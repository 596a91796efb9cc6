package dev.dormouse.steps.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.custom.CustomStep;
import dev.dormouse.plan.Options;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classes as users write them, compiled here against what they may see, and in all the ways they can be wrong. */
class JavaKindTest {
    private static final JavaKind KIND = new JavaKind();

    @TempDir
    Path folder;

    /** A class {@code acme.Step} whose parts that a test does not care about are those of a step that shouts. */
    private Path jar(String constructor, String ports, String run) throws IOException {
        return jar(
                """
                package acme;
                import dev.dormouse.custom.*;
                import dev.dormouse.tensor.*;
                import java.util.*;
                public class Step implements CustomStep {
                    %s
                    %s
                    public Map<String, Tensor> run(Map<String, Tensor> inputs) throws Exception { %s }
                }
                """.formatted(
                                constructor,
                                ports.isEmpty()
                                        ? "public Map<String, String> inputs() { return Map.of(\"text\", \"STRING[n]\"); }"
                                                + "public Map<String, String> outputs() { return Map.of(\"text\", \"STRING[n]\"); }"
                                        : ports,
                                run.isEmpty()
                                        ? "TextTensor text = (TextTensor) inputs.get(\"text\"); String[] out = new String[text.values().size()];"
                                                + "for (int i = 0; i < out.length; i++) out[i] = text.get(i).toUpperCase(Locale.ROOT);"
                                                + "return Map.of(\"text\", new TextTensor(text.shape(), out));"
                                        : run),
                "17");
    }

    private Path jar(String source, String release) throws IOException {
        Path src = Files.createDirectories(folder.resolve("src/acme"));
        Files.writeString(src.resolve("Step.java"), source);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String seen = location(CustomStep.class);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        release,
                        "-proc:none",
                        "-cp",
                        seen,
                        "-d",
                        classes.toString(),
                        src.resolve("Step.java").toString());
        assertThat(status).isZero();
        Path jar = folder.resolve("digest-as-in-a-bundle");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Declaration declaration(Path jar, String className, String timeout, Map<String, Object> settings) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("source", "step.jar");
        options.put("class", className);
        options.put("timeout", timeout);
        options.put("options", settings);
        return new Declaration("mine", new Options(options), Map.of("source", jar));
    }

    private static Declaration declaration(Path jar) {
        return declaration(jar, "acme.Step", "5s", Map.of());
    }

    private static Step open(Declaration declaration) throws Exception {
        TensorType text = TensorType.parse("STRING[n]");
        return KIND.open(
                new StepContext(declaration, List.of(new Wire("text", text)), List.of(new Wire("text", text))));
    }

    private static List<String> run(Declaration declaration, String... texts) throws Exception {
        try (Step step = open(declaration)) {
            return ((TextTensor) step.run(new Tensor[] {TextTensor.of(texts)})[0]).values();
        }
    }

    @Test
    void aClassSaysItsPortsAndRuns() throws Exception {
        Declaration declaration = declaration(jar("", "", ""));
        assertThat(KIND.inputs(declaration)).extracting(InputPort::name).containsExactly("text");
        assertThat(KIND.outputNames(declaration)).containsExactly("text");
        assertThat(run(declaration, "hey", "you")).containsExactly("HEY", "YOU");
    }

    @Test
    void theConstructorGetsTheOptions() throws Exception {
        Path jar = jar(
                "private final String mark; public Step(Map<String, Object> o) { mark = (String) o.get(\"mark\"); }",
                "",
                "return Map.of(\"text\", TextTensor.of(((TextTensor) inputs.get(\"text\")).get(0) + mark));");
        assertThat(run(declaration(jar, "acme.Step", "5s", Map.of("mark", "!")), "hey"))
                .containsExactly("hey!");
    }

    @Test
    void itSeesTheJdkAndTensorsAndNothingElseOfOurs() throws Exception {
        Path jar = jar(
                "",
                "",
                "List<String> seen = new ArrayList<>();"
                        + "for (String name : List.of(\"java.sql.Connection\", \"dev.dormouse.tensor.Shape\","
                        + " \"dev.dormouse.step.StepKind\", \"dev.dormouse.plan.Plan\", \"com.google.re2j.Pattern\","
                        + " \"com.fasterxml.jackson.core.JsonFactory\"))"
                        + "  try { Class.forName(name); seen.add(name); } catch (ClassNotFoundException e) { }"
                        + "seen.add(String.valueOf(Thread.currentThread().getContextClassLoader() == Step.class.getClassLoader()));"
                        + "return Map.of(\"text\", TextTensor.of(seen.toArray(new String[0])));");
        assertThat(run(declaration(jar), "x"))
                .containsExactly("java.sql.Connection", "dev.dormouse.tensor.Shape", "true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "static { if (true) throw new IllegalStateException(\"no licence\"); } | the constructor of acme.Step fails: java.lang.IllegalStateException: no licence (Step.java:6)",
                "public Step() { throw new RuntimeException(\"no model\"); } | the constructor of acme.Step fails: java.lang.RuntimeException: no model (Step.java:6)",
                "public Step() { this(1); } Step(int i) { new Step(); } | the constructor of acme.Step fails: java.lang.StackOverflowError",
                "private Step() {} | acme.Step has no public constructor without parameters or with one Map",
                "public Step(int size) {} | acme.Step has no public constructor without parameters or with one Map",
                "public Step() throws Exception { Thread.sleep(100_000); } | acme.Step is not made within 500 ms",
            })
    void aClassThatCannotBeMadeIsRefused(String constructor, String message) throws Exception {
        Path jar = jar(constructor, "", "");
        assertThatThrownBy(() -> KIND.inputs(declaration(jar, "acme.Step", "500ms", Map.of())))
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "return null; | acme.Step.inputs() gives no ports",
                "return Map.of(); | acme.Step.inputs() gives no ports",
                "return Map.of(\"text\", \"TEXT[n]\"); | acme.Step.inputs() gives 'text' no type: 'TEXT' is not a datatype",
                "throw new IllegalStateException(\"odd\"); | acme.Step fails when it is asked for its ports: java.lang.IllegalStateException: odd",
            })
    void portsThatAreNoneAreRefused(String body, String message) throws Exception {
        Path jar = jar(
                "",
                "public Map<String, String> inputs() { " + body + " }"
                        + "public Map<String, String> outputs() { return Map.of(\"text\", \"STRING[n]\"); }",
                "");
        assertThatThrownBy(() -> KIND.inputs(declaration(jar)))
                .isInstanceOf(ArtifactException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void theClassMustBeThereAndBeAStepOfJava17() throws Exception {
        Path jar = jar("", "", "");
        assertThatThrownBy(() -> KIND.inputs(declaration(jar, "acme.Stepp", "5s", Map.of())))
                .hasMessage("there is no class acme.Stepp in the jar")
                .satisfies(e -> assertThat(((ArtifactException) e).help()).contains("acme.Step"));
        Path other = jar("package acme; public class Step {}", "17");
        assertThatThrownBy(() -> KIND.inputs(declaration(other)))
                .hasMessage("acme.Step does not implement dev.dormouse.custom.CustomStep");
        byte[] newer = Files.readAllBytes(folder.resolve("classes/acme/Step.class"));
        newer[7] = 65;
        Path jarOfNewer = folder.resolve("newer");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jarOfNewer))) {
            out.putNextEntry(new JarEntry("acme/Step.class"));
            out.write(newer);
        }
        assertThatThrownBy(() -> KIND.inputs(declaration(jarOfNewer)))
                .hasMessage("acme.Step is compiled for Java 21, but functions run on Java 17 too");
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        assertThatThrownBy(() -> KIND.inputs(declaration(text))).hasMessageStartingWith("the file is no jar: ");
    }

    @Test
    void aClassThatNeedsAnotherIsToldSo() throws Exception {
        Files.createDirectories(folder.resolve("src/acme"));
        jar("package acme; class Other {} interface Unused {} public class Step extends Other { }", "17");
        Files.delete(folder.resolve("classes/acme/Other.class"));
        List<Path> left = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("classes"))) {
            files.filter(Files::isRegularFile).forEach(left::add);
        }
        Path jar = folder.resolve("poor");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : left) {
                out.putNextEntry(new JarEntry("acme/" + file.getFileName()));
                Files.copy(file, out);
            }
        }
        assertThatThrownBy(() -> KIND.inputs(declaration(jar)))
                .hasMessageStartingWith("acme.Step cannot be loaded: java.lang.ClassNotFoundException: acme.Other");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "throw new java.io.IOException(\"disk\"); | java.io.IOException: disk (Step.java:8)",
                "return null; | it returned no tensor 'text', but null",
                "return Map.of(\"text\", TextTensor.of(\"a\", null)); | output 'text' has null for a text, at place 1",
                "return Map.of(); | it returned no tensor 'text', but none",
                "return Map.of(\"txt\", inputs.get(\"text\")); | it returned no tensor 'text', but txt",
                "return run(inputs); | it failed: it calls itself without end",
                "throw new NoClassDefFoundError(\"x/Y\"); | java.lang.NoClassDefFoundError: x/Y (Step.java:8)",
                "while (true) Thread.sleep(1000); | it did not return within 500 ms",
                "while (true) try { Thread.sleep(1000); } catch (InterruptedException e) { } | it did not return within 500 ms",
                "inputs.put(\"a\", null); return inputs; | java.lang.UnsupportedOperationException",
            })
    void aRunThatFailsSaysHow(String body, String message) throws Exception {
        Declaration declaration = declaration(jar("", "", body), "acme.Step", "500ms", Map.of());
        assertThatThrownBy(() -> run(declaration, "x")).hasMessageStartingWith(message);
    }

    @Test
    void aBadValueIsTheCallersMistake() throws Exception {
        Declaration declaration = declaration(jar("", "", "throw new BadInputException(\"text 0 is empty\");"));
        assertThatThrownBy(() -> run(declaration, ""))
                .isInstanceOf(PipelineException.class)
                .hasMessage("text 0 is empty")
                .satisfies(e ->
                        assertThat(((PipelineException) e).code().httpStatus()).isEqualTo(400));
    }

    @Test
    void aRefusalWithoutAMessageHasOne() throws Exception {
        Declaration declaration = declaration(jar("", "", "throw new BadInputException(null);"));
        assertThatThrownBy(() -> run(declaration, "")).hasMessage("it cannot use this input");
    }
}
