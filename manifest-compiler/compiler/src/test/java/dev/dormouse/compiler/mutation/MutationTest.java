package dev.dormouse.compiler.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.ManifestCompiler;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.step.StepCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Single mistakes in correct manifests: the share that the compiler finds. {@code -Ddormouse.seed=N} draws other
 * mistakes, {@code -Ddormouse.mutants=N} more of them.
 */
@Tag("slow")
class MutationTest {
    private static final Path ROOT = Path.of(System.getProperty("dormouse.root"));
    private static final long SEED = Long.getLong("dormouse.seed", 1);
    private static final int MUTANTS = Integer.getInteger("dormouse.mutants", 300);

    @TempDir
    static Path cache;

    @ParameterizedTest
    @ValueSource(strings = {"wine", "digits", "ensemble", "sentiment-en", "sentiment-fr"})
    void findsEveryMistake(String sample) throws IOException {
        Path path = ROOT.resolve("samples").resolve(sample).resolve("manifest.yaml");
        String text = Files.readString(path);
        ManifestCompiler compiler = ManifestCompiler.create(StepCatalogue.load(), Optional.of(ROOT), cache);
        Compilation unmutated = compiler.compile(new SourceFile(path, text));
        assertThat(unmutated.findings()).as("no false alarm").isEmpty();
        Mutator mutator = new Mutator(
                ManifestText.of(path, text), unmutated.compiled().orElseThrow().plan(), new Random(SEED));
        TreeMap<String, Integer> found = new TreeMap<>();
        List<Mutant> missed = new ArrayList<>();
        int made = 0;
        while (made < MUTANTS) {
            Optional<Mutant> mutant = mutator.mutate().filter(m -> !m.text().equals(text));
            if (mutant.isEmpty()) {
                continue;
            }
            made++;
            var findings =
                    compiler.compile(new SourceFile(path, mutant.get().text())).findings();
            if (findings.isEmpty()) {
                missed.add(mutant.get());
            } else {
                found.merge(findings.get(0).code().name(), 1, Integer::sum);
            }
        }
        System.out.printf(
                "mutation check of %s, seed %d: %d of %d mistakes found, by code %s%n",
                sample, SEED, made - missed.size(), made, found);
        assertThat(missed).extracting(Mutant::mistake).isEmpty();
    }
}
