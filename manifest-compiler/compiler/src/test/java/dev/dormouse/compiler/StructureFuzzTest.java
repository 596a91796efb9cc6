package dev.dormouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.diagnostic.Finding;
import dev.dormouse.compiler.diagnostic.Findings;
import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.YamlReader;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Well-formed text of any structure: compiling it ends without an exception, and findings lie in the text. Nodes of the
 * corpus are deleted, repeated, swapped with others and replaced. {@code -Ddormouse.seed=N} draws others, {@code
 * -Ddormouse.mutants=N} more of them.
 */
@Tag("slow")
class StructureFuzzTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");
    private static final int MUTANTS = Integer.getInteger("dormouse.mutants", 4000);
    private static final List<Object> VALUES = Arrays.asList(
            null,
            true,
            "",
            " ",
            "n",
            0L,
            -1L,
            1L,
            2L,
            1.5,
            1e308,
            Long.MAX_VALUE,
            "\u0000",
            "\n",
            "x".repeat(300),
            "..",
            "/",
            "a.b",
            "a.\"b c\"",
            "FP32",
            "FP32[]",
            "FP32[?]",
            "FP32[n]",
            "FP32[m, n]",
            "FP32[n, 3]",
            "FP32[9223372036854775807]",
            "FP32[n, 4294967296, 4294967296]",
            "FP32[n, 2000000000]",
            "STRING",
            "STRING[n]",
            "STRING[n, m]",
            "BYTES",
            "BYTES[n]",
            "BOOL[n]",
            "UINT64[n, ?]",
            "FP16[n, 4]",
            List.of(),
            List.of(List.of(1L, 2L), List.of(3L)),
            List.of(1L, "a"),
            Map.of(),
            Map.of("b64", "AAAA"));

    @TempDir
    static Path cache;

    private final List<String> kinds =
            StepCatalogue.load().kinds().stream().map(StepKind::name).toList();
    private final List<Object> pool = new ArrayList<>(VALUES);

    @Test
    void anyStructureIsCompiledOrRefused() throws IOException {
        long seed = Long.getLong("dormouse.seed", System.nanoTime());
        System.out.println("StructureFuzzTest seed " + seed + " (-Ddormouse.seed=" + seed + ")");
        Random random = new Random(seed);
        Map<Path, Object> manifests = manifests();
        ManifestCompiler compiler = ManifestCompiler.create(StepCatalogue.load(), Optional.empty(), cache);
        List<Path> files = new ArrayList<>(manifests.keySet());
        // those that compile reach the last rules and the trial: change them more often than the rest
        List<Path> good = files.stream()
                .filter(file -> !compile(compiler, file, manifests.get(file)).hasErrors())
                .toList();
        int compiled = 0;
        for (int i = 0; i < MUTANTS; i++) {
            List<Path> from = random.nextInt(3) > 0 ? good : files;
            Path file = from.get(random.nextInt(from.size()));
            Object root = manifests.get(file);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                root = edited(root, 2 + random.nextInt(6), random);
            }
            compiled += compile(compiler, file, root).compiled().isPresent() ? 1 : 0;
        }
        System.out.println(compiled + " of " + MUTANTS + " compile");
    }

    private static Compilation compile(ManifestCompiler compiler, Path file, Object root) {
        String text = new String(PlanJson.encode(root), StandardCharsets.UTF_8);
        SourceFile source = new SourceFile(file, text);
        Compilation compilation;
        try {
            compilation = compiler.compile(source);
            assertThat(TextReport.of(compilation.findings())).isNotNull();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("compiling failed beside " + file + " on:\n" + text, e);
        }
        for (Finding finding : compilation.findings()) {
            // in this manifest, or in one that it uses
            String line = finding.file().line(finding.span().line());
            long lines = finding.file().text().lines().count();
            assertThat((long) finding.span().line())
                    .as("%s in:\n%s", finding, text)
                    .isBetween(1L, lines);
            assertThat(finding.span().column())
                    .as("%s in:\n%s", finding, text)
                    .isBetween(1, line.codePointCount(0, line.length()) + 1);
        }
        return compilation;
    }

    /** The node with one of those in it, {@code depth} levels down or less, put to some change. */
    private Object edited(Object node, int depth, Random random) {
        if (node instanceof Map<?, ?> map && !map.isEmpty()) {
            List<Object> keys = new ArrayList<>(map.keySet());
            List<Object> values = new ArrayList<>(map.values());
            int at = random.nextInt(keys.size());
            if (depth > 0 && random.nextInt(8) > 0) {
                values.set(at, edited(values.get(at), depth - 1, random));
            } else {
                change(values, at, random);
                if (values.size() < keys.size()) {
                    keys.remove(at);
                } else if (values.size() > keys.size()) {
                    keys.add(at, keys.get(at) + "2");
                } else if (random.nextInt(6) == 0) {
                    keys.set(at, random.nextBoolean() ? keys.get(at) + "x" : String.valueOf(any(random)));
                }
            }
            Map<String, Object> edited = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                edited.put((String) keys.get(i), values.get(i));
            }
            return edited;
        }
        if (node instanceof List<?> list && !list.isEmpty()) {
            List<Object> elements = new ArrayList<>(list);
            int at = random.nextInt(elements.size());
            if (depth > 0 && random.nextInt(8) > 0) {
                elements.set(at, edited(elements.get(at), depth - 1, random));
            } else {
                change(elements, at, random);
            }
            return elements;
        }
        return any(random);
    }

    private void change(List<Object> values, int at, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> values.remove(at);
            case 1 -> values.add(at, values.get(at));
            case 2 -> {
                int other = random.nextInt(values.size());
                Object value = values.get(at);
                values.set(at, values.get(other));
                values.set(other, value);
            }
            default -> values.set(at, any(random));
        }
    }

    private Object any(Random random) {
        return random.nextInt(4) == 0 ? kinds.get(random.nextInt(kinds.size())) : pool.get(random.nextInt(pool.size()));
    }

    /** The corpus' manifests as plain values; those that name something remote stay out, as nothing is to be fetched. */
    private Map<Path, Object> manifests() throws IOException {
        Map<Path, Object> manifests = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(CORPUS)) {
            for (Path file : files.sorted().toList()) {
                String name = file.toString();
                String text = name.endsWith(".yaml") || name.endsWith(".json") ? text(file) : "";
                Findings findings = new Findings(new SourceFile(file, text));
                if (!text.isEmpty() && !text.contains("://")) {
                    YamlReader.read(findings.file(), findings).ifPresent(root -> {
                        manifests.put(file, root.plain());
                        collect(root.plain());
                    });
                }
            }
        }
        return manifests;
    }

    private void collect(Object node) {
        pool.add(node);
        if (node instanceof Map<?, ?> map) {
            map.values().forEach(this::collect);
        } else if (node instanceof List<?> list) {
            list.forEach(this::collect);
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
