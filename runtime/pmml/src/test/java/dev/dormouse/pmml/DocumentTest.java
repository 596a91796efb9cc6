package dev.dormouse.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.testkit.Goldens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a file, and what is refused; each of {@code models} has its finding beside it. */
@Timeout(60)
class DocumentTest {
    private static final Path MODELS = Path.of("src/test/resources/models");
    private static final String FIELD = "<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>";

    private static final String SCHEMA =
            "<MiningSchema><MiningField name=\"x\"/><MiningField name=\"y\" usageType=\"target\"/></MiningSchema>";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyModelIsDescribedOrRefused() throws IOException {
        try (Stream<Path> files = Files.list(MODELS)) {
            List<Path> models = files.filter(file -> !file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
            return models.stream()
                    .map(model -> DynamicTest.dynamicTest(
                            model.getFileName().toString(),
                            () -> Goldens.check(MODELS.resolve(model.getFileName() + ".txt"), described(model))));
        }
    }

    private static String described(Path model) {
        StringBuilder out = new StringBuilder();
        try {
            PmmlKind kind = new PmmlKind();
            kind.inputs(Models.declaration(model))
                    .forEach(port ->
                            out.append("in  %s: %s, %s%n".formatted(port.name(), port.pattern(), port.description())));
            LoadedModel.of(Document.read(model))
                    .outputs()
                    .forEach((name, column) -> out.append("out %s: %s%n".formatted(name, column.datatype())));
        } catch (ArtifactException e) {
            out.append("%s: %s%nhelp: %s%n".formatted(e.reason(), e.getMessage(), e.help()));
        }
        return out.toString();
    }

    private ArtifactException refused(String name, String text) {
        return refused(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private ArtifactException refused(String name, byte[] bytes) {
        try {
            Path file = Files.write(folder.resolve(name), bytes);
            ArtifactException refusal =
                    catchThrowableOfType(ArtifactException.class, () -> LoadedModel.of(Document.read(file)));
            assertThat(refusal).as(name).isNotNull();
            assertThat(refusal.getMessage()).startsWith(name);
            return refusal;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anExternalEntityIsNeitherReadNorAskedFor() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "top secret");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(300);
            String web = "http://127.0.0.1:" + listener.getLocalPort() + "/x";
            String body = Models.identity(FIELD, "<MiningField name=\"x\"/>");
            for (String type : List.of(
                    "<!DOCTYPE PMML [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>",
                    "<!DOCTYPE PMML [<!ENTITY e SYSTEM \"" + web + "\">]>",
                    "<!DOCTYPE PMML [<!ENTITY % e SYSTEM \"" + web + "\"> %e;]>",
                    "<!DOCTYPE PMML SYSTEM \"" + web + "\">",
                    "<!DOCTYPE PMML PUBLIC \"pmml\" \"" + web + "\">")) {
                for (String use : List.of(body, body.replace("<Header/>", "<Header>&e;</Header>"))) {
                    ArtifactException refusal = refused("outside.pmml", type + "\n" + use);
                    assertThat(refusal)
                            .hasMessageStartingWith("outside.pmml, line 1: it has a document type")
                            .hasMessageNotContaining("secret");
                }
            }
            String schema = body.replace(
                    "<PMML ",
                    "<PMML xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"x " + web
                            + "\" ");
            Path file = Models.write(folder, "schema.pmml", "<?xml-stylesheet href=\"" + web + "\"?>" + schema);
            assertThat(LoadedModel.of(Document.read(file)).outputs()).containsKey("predicted_y");
            SocketTimeoutException nobody = catchThrowableOfType(
                    SocketTimeoutException.class, () -> listener.accept().close());
            assertThat(nobody).as("a connection was made").isNotNull();
        }
    }

    @Test
    void aBombOfEntitiesEndsAtItsFirstLine() {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE PMML [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 40; i++) {
            bomb.append("<!ENTITY a%d \"&a%d;&a%d;&a%d;\">".formatted(i, i - 1, i - 1, i - 1));
        }
        assertThat(refused("bomb.pmml", bomb + "]><PMML version=\"4.4\">&a39;</PMML>"))
                .hasMessageStartingWith("bomb.pmml, line 1: it has a document type");
        assertThat(refused("undeclared.pmml", "<PMML version=\"4.4\">\n&nbsp;</PMML>"))
                .hasMessageStartingWith("undeclared.pmml, line 2: ");
    }

    @Test
    void depthAndAttributesHaveBounds() {
        String deep = "<Node>".repeat(100_000);
        assertThat(refused(
                        "deep.pmml", Models.pmml(FIELD, "<TreeModel functionName=\"classification\">\n<Node>" + deep)))
                .hasMessage("deep.pmml, line 6: it nests elements more than " + XmlFile.MOST_DEPTH + " deep");
        String predicates = "<CompoundPredicate booleanOperator=\"and\">".repeat(100_000);
        assertThat(refused(
                        "predicates.pmml",
                        Models.pmml(FIELD, "<TreeModel functionName=\"classification\"><Node>" + predicates)))
                .hasMessage("predicates.pmml, line 5: it nests CompoundPredicate more than 50 deep");
        assertThat(refused(
                        "attribute.pmml",
                        Models.identity(FIELD.replace("x", "x".repeat(2_000_000)), "<MiningField name=\"x\"/>")))
                .hasMessage("attribute.pmml, line 4: it has an attribute 'name' of 2000000 characters");
    }

    /** PMML4S reads and scores what is nested by recursion. */
    @Test
    void whatIsNestedAsDeepAsIsTakenIsScoredOnASmallStack() throws Exception {
        int depth = XmlFile.MOST_DEPTH - 8;
        StringBuilder nodes = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            nodes.append("<Node score=\"%d\"><SimplePredicate field=\"x\" operator=\"greaterThan\" value=\"%d\"/>"
                    .formatted(i, i));
        }
        assertThat(deep("<TreeModel functionName=\"regression\" noTrueChildStrategy=\"returnLastPrediction\">" + SCHEMA
                        + "<Node><True/>" + nodes + "</Node>".repeat(depth + 1) + "</TreeModel>"))
                .isEqualTo(100);
        int nested = DocumentReader.MOST_NESTED;
        String predicate = "<SimplePredicate field=\"x\" operator=\"greaterThan\" value=\"1\"/>";
        assertThat(deep("<TreeModel functionName=\"regression\">" + SCHEMA + "<Node><True/><Node score=\"5\">"
                        + ("<CompoundPredicate booleanOperator=\"and\">" + predicate).repeat(nested)
                        + predicate
                        + "</CompoundPredicate>".repeat(nested)
                        + "</Node></Node></TreeModel>"))
                .isEqualTo(5);
        assertThat(deep("<RegressionModel functionName=\"regression\">" + SCHEMA
                        + "<LocalTransformations><DerivedField name=\"d\" optype=\"continuous\" dataType=\"double\">"
                        + "<Apply function=\"+\"><Constant dataType=\"double\">1</Constant>".repeat(nested)
                        + "<FieldRef field=\"x\"/>" + "</Apply>".repeat(nested)
                        + "</DerivedField></LocalTransformations><RegressionTable intercept=\"0\">"
                        + "<NumericPredictor name=\"d\" coefficient=\"1\"/></RegressionTable></RegressionModel>"))
                .isEqualTo(100.5 + nested);
    }

    private double deep(String model) throws Exception {
        String text = Models.pmml(FIELD + "<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>", model);
        Path file = Models.write(folder, "nested.pmml", text);
        AtomicReference<Object> result = new AtomicReference<>();
        Thread small = new Thread(null, () -> result.set(scored(file)), "small", 512 << 10);
        small.start();
        small.join();
        assertThat(result.get()).isInstanceOf(Double.class);
        return (Double) result.get();
    }

    /** What the model gives for 100.5, or what it threw. */
    private static Object scored(Path file) {
        try {
            Models.Opened model = Models.open(file, Map.of("x", Datatype.FP64));
            NumericTensor y = (NumericTensor)
                    model.run(NumericTensor.of(Shape.of(1), 100.5)).get("predicted_y");
            return y.getDouble(0);
        } catch (Exception | StackOverflowError e) {
            return e;
        }
    }

    @Test
    void anEmptyCutOrOtherFileIsUnreadableByNameAndLine() throws IOException {
        byte[] whole = Files.readAllBytes(Models.GOOD.resolve("scorecard.pmml"));
        assertThat(refused("empty.pmml", "")).hasMessageStartingWith("empty.pmml, line 1: it is not XML");
        assertThat(refused("pointer.pmml", "version https://git-lfs.github.com/spec/v1\n"))
                .hasMessageStartingWith("pointer.pmml, line 1: it is not XML");
        assertThat(refused("zip.pmml", new byte[] {'P', 'K', 3, 4, 0, 0})).hasMessageStartingWith("zip.pmml");
        assertThat(refused("other.pmml", "<html/>").reason()).isEqualTo(Reason.UNREADABLE);
        for (int length = 1; length < whole.length - 2; length += 37) {
            assertThat(refused("cut.pmml", Arrays.copyOf(whole, length)).reason())
                    .isEqualTo(Reason.UNREADABLE);
        }
    }

    @Test
    void randomDamageIsAnArtifactExceptionOrAModel() throws IOException {
        long seed = 20261129;
        Random random = new Random(seed);
        List<String> names = List.of("scorecard", "bayes", "transformations", "sklearn-neural", "rules-firstHit");
        for (int i = 0; i < 300; i++) {
            byte[] damaged = Files.readAllBytes(Models.GOOD.resolve(names.get(i % names.size()) + ".pmml"));
            for (int k = 0; k < 1 + random.nextInt(3); k++) {
                damaged[random.nextInt(damaged.length)] = (byte) (' ' + random.nextInt(95));
            }
            Path file = Files.write(folder.resolve("damaged.pmml"), damaged);
            try {
                LoadedModel.of(Document.read(file));
            } catch (ArtifactException expected) {
                assertThat(expected.getMessage()).as("seed %d", seed).startsWith("damaged.pmml");
            }
        }
    }

    @Test
    void otherEncodingsAreReadAsDeclared() throws IOException {
        String text = Models.identity(FIELD.replace("\"x\"", "\"größe\""), "<MiningField name=\"größe\"/>")
                .replace("name=\"x\" coefficient", "name=\"größe\" coefficient");
        for (String encoding : List.of("ISO-8859-1", "UTF-16", "windows-1252", "UTF-8")) {
            byte[] bytes = ("<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>" + text)
                    .getBytes(java.nio.charset.Charset.forName(encoding));
            Path file = Files.write(folder.resolve("encoded.pmml"), bytes);
            assertThat(new PmmlKind().inputs(Models.declaration(file)).get(0).name())
                    .isEqualTo("größe");
            assertThat(LoadedModel.of(Document.read(file)).position("größe")).isZero();
        }
    }
}
