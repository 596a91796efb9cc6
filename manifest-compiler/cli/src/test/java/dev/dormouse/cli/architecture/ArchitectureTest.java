package dev.dormouse.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The boundaries of DESIGN's modules, on the main classes of every module that is built. */
class ArchitectureTest {
    private static final Path ROOT = Path.of(System.getProperty("dormouse.root", "../.."));
    /** Main classes, but for what the benchmark harness and the compiler of gRPC's messages generate. */
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .withImportOption(location -> !location.contains("/dev/dormouse/functions/inference/"))
            .importPaths(classFolders());

    private static List<Path> classFolders() {
        try (Stream<Path> files = Files.find(
                ROOT, 5, (path, attributes) -> attributes.isDirectory() && path.endsWith("target/classes"))) {
            return files.filter(path -> !path.startsWith(ROOT.resolve("samples")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theCompilerKnowsNeitherQuarkusNorKubernetesNorAnEngine() {
        noClasses()
                .that()
                .resideInAPackage("dev.dormouse.compiler..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.fabric8..",
                        "io.vertx..",
                        "ai.onnxruntime..",
                        "ai.djl..",
                        "org.tensorflow..",
                        "dev.dormouse.tensorflow..",
                        "org.pmml4s..",
                        "dev.dormouse.pmml..",
                        "dev.dormouse.torchscript..",
                        "dev.dormouse.onnx..",
                        "dev.dormouse.tokenizer..",
                        "dev.dormouse.keras..",
                        "dev.dormouse.http..",
                        "dev.dormouse.steps..")
                .check(MAIN);
    }

    @Test
    void theCodecsKnowNoHttp() {
        noClasses()
                .that()
                .resideInAPackage("dev.dormouse.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.vertx..",
                        "io.netty..",
                        "jakarta.ws..",
                        "java.net..",
                        "dev.dormouse.engine..")
                .check(MAIN);
    }

    @Test
    void thePlanStandsOnNothingOfOurs() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.dormouse.plan..", "dev.dormouse.tensor..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.dormouse.step..",
                        "dev.dormouse.engine..",
                        "dev.dormouse.protocol..",
                        "dev.dormouse.compiler..")
                .check(MAIN);
    }

    @Test
    void aClassOfAUserSeesTensorsAlone() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.dormouse.custom..", "dev.dormouse.tensor..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.dormouse.plan..", "dev.dormouse.step..", "dev.dormouse.engine..")
                .check(MAIN);
    }

    @Test
    void familiesOfStepsAndEnginesDoNotSeeEachOther() {
        slices().matching("dev.dormouse.steps.(text|tabular|image|post|timeseries|custom)..")
                .should()
                .notDependOnEachOther()
                .check(MAIN);
        slices().matching("dev.dormouse.(onnx|tensorflow|torchscript|pmml|tokenizer|keras|http|steps)..")
                .should()
                .notDependOnEachOther()
                .check(MAIN);
    }

    @Test
    void aFunctionParsesNoYaml() {
        noClasses()
                .that()
                .resideInAPackage("dev.dormouse.functions..")
                .and()
                .resideOutsideOfPackage("dev.dormouse.functions.deployment..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.snakeyaml..",
                        "org.yaml..",
                        "io.jhdf..",
                        "dev.dormouse.keras..",
                        "dev.dormouse.compiler..",
                        "dev.dormouse.cli..")
                .allowEmptyShould(true)
                .check(MAIN);
    }

    @Test
    void resourcesArePureAndOpenNoConnection() {
        noClasses()
                .that()
                .resideInAPackage("dev.dormouse.knative.resources..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8..",
                        "java.net..",
                        "java.nio.file..",
                        "dev.dormouse.engine..",
                        "dev.dormouse.knative.client..")
                .check(MAIN);
    }

    @Test
    void onlyTheClientTalksToAClusterAndOnlyTheCommandLineUsesIt() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.dormouse.knative.client..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8..")
                .check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.dormouse.knative..", "dev.dormouse.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.dormouse.knative..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage("dev.dormouse.knative..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.dormouse.compiler..", "dev.dormouse.functions..", "dev.dormouse.image..")
                .check(MAIN);
    }

    @Test
    void modulesHaveNoCycles() {
        slices().matching("dev.dormouse.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void classesAreNamedForWhatTheyAre() {
        noClasses()
                .should()
                .haveSimpleNameStartingWith("Abstract")
                .orShould()
                .haveNameMatching(".*(Impl|Utils?|Helper|Manager)$")
                .check(MAIN);
    }

    @Test
    void nothingStaticChanges() {
        fields().that().areStatic().should().haveModifier(JavaModifier.FINAL).check(MAIN);
    }

    @Test
    void nothingIsFoundByReflection() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.reflect..")
                .check(MAIN);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> packages =
                MAIN.stream().map(type -> type.getPackageName()).collect(Collectors.toCollection(TreeSet::new));
        Set<String> marked = MAIN.stream()
                .filter(type -> type.getSimpleName().equals("package-info") && type.isAnnotatedWith(NullMarked.class))
                .map(type -> type.getPackageName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).isEqualTo(marked);
    }

    @Test
    void classesAreFinalUnlessQuarkusOrJmhMustExtendThem() {
        classes()
                .that()
                .resideOutsideOfPackages("dev.dormouse.functions..", "dev.dormouse.benchmarks..")
                .and()
                .areNotInterfaces()
                .and()
                .areTopLevelClasses()
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .orShould()
                .haveModifier(JavaModifier.ABSTRACT)
                .orShould()
                .haveSimpleName("package-info")
                .check(MAIN);
    }
}
