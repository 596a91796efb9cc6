package dev.dormouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.compiler.diagnostic.Severity;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.engine.Batch;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.StepListener;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random pipelines with conditions and joins against an interpreter that goes through them row by row. */
class BranchPropertyTest {
    private static final long SEED = Long.getLong("dormouse.seed", 20_261_129);
    private static final int PIPELINES = 600;
    private static final Set<String> REFUSALS = Set.of("DM311", "DM312");

    @TempDir
    static Path folder;

    private final Random random = new Random(SEED);

    /** A request; the row is the index. */
    private record Request(float[] x, long[] k, String[] lang, boolean flag) {
        Map<String, Tensor> tensors() {
            NumericTensor strict = NumericTensor.allocate(Datatype.BOOL, Shape.SCALAR);
            strict.setLong(0, flag ? 1 : 0);
            return Map.of(
                    "x", NumericTensor.of(Shape.of(x.length), x),
                    "k", NumericTensor.of(Shape.of(k.length), k),
                    "lang", TextTensor.of(lang),
                    "flag", strict);
        }
    }

    /** A value of a row, if it is there. */
    private interface Value extends BiFunction<Request, Integer, Optional<Float>> {}

    /** A condition as text, and what it is for a row, if what it reads is there. */
    private record Condition(String text, BiFunction<Request, Integer, Optional<Boolean>> truth) {}

    /** A pipeline under construction. */
    private static final class Draft {
        final StringBuilder steps = new StringBuilder();
        final List<String> references = new ArrayList<>(List.of("x"));
        final Map<String, Value> values = new HashMap<>(Map.of("x", (request, row) -> Optional.of(request.x()[row])));
        String output = "x";
    }

    @Test
    void rowsTakeTheirBranches() {
        System.out.println("seed " + SEED);
        int compiled = 0;
        int joined = 0;
        for (int i = 0; i < PIPELINES; i++) {
            Draft draft = draft();
            String text = manifest(draft);
            Compilation compilation = ManifestCompiler.create(StepCatalogue.load(), Optional.empty(), folder)
                    .compile(new SourceFile(folder.resolve("manifest.yaml"), text));
            assertThat(compilation.findings())
                    .as("%s", text)
                    .filteredOn(finding -> finding.severity() == Severity.ERROR)
                    .allMatch(finding -> REFUSALS.contains(finding.code().name()));
            if (compilation.compiled().isPresent()) {
                compiled++;
                Plan plan = compilation.compiled().get().plan();
                joined += plan.execution().batchDim().isPresent() ? 1 : 0;
                assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
                check(plan, draft, text);
            }
        }
        assertThat(compiled).isBetween(PIPELINES / 5, PIPELINES * 4 / 5);
        System.out.println(compiled + " of " + PIPELINES + " pipelines compiled, " + joined + " may join requests");
    }

    private void check(Plan plan, Draft draft, String text) {
        StepCatalogue catalogue = StepCatalogue.load();
        try (Pipeline pipeline = Pipeline.open(plan, artifact -> folder, catalogue, StepListener.NONE)) {
            for (int i = 0; i < 8; i++) {
                Request request = request();
                Map<String, Tensor> inputs = new HashMap<>(request.tensors());
                inputs.keySet()
                        .removeIf(name -> plan.inputs().stream()
                                .noneMatch(port -> port.name().equals(name)));
                NumericTensor actual = (NumericTensor) pipeline.run(inputs).get("y");
                assertThat(actual.size()).isEqualTo(request.x().length);
                for (int row = 0; row < actual.size(); row++) {
                    Optional<Float> expected = draft.values.get(draft.output).apply(request, row);
                    assertThat(expected)
                            .as("the compiler's proof: row %s of %s%n%s", row, inputs, text)
                            .isPresent();
                    assertThat(actual.floats().get(row))
                            .as("row %s%n%s", row, text)
                            .isEqualTo(expected.get());
                    if (plan.execution().batchDim().isPresent()) {
                        Tensor alone =
                                pipeline.run(Batch.cut(inputs, row, row + 1)).get("y");
                        assertThat(((NumericTensor) alone).floats().get(0)).isEqualTo(expected.get());
                    }
                }
            }
        }
    }

    private Request request() {
        int rows = 1 + random.nextInt(6);
        Request request = new Request(new float[rows], new long[rows], new String[rows], random.nextBoolean());
        for (int i = 0; i < rows; i++) {
            request.x()[i] = random.nextInt(12) == 0 ? Float.NaN : random.nextInt(9) - 4;
            request.k()[i] = random.nextInt(5);
            request.lang()[i] = List.of("fr", "en", "de").get(random.nextInt(3));
        }
        return request;
    }

    private String manifest(Draft draft) {
        String flag = draft.steps.toString().contains("flag") ? "    flag: BOOL[]\n" : "";
        return "apiVersion: dormouse.dev/v1\nkind: Pipeline\nmetadata: {name: random}\nspec:\n  inputs:\n"
                + "    x: FP32[n]\n    k: INT64[n]\n    lang: STRING[n]\n" + flag + "  steps:\n" + draft.steps
                + "  outputs:\n    y: " + draft.output + "\n";
    }

    private Draft draft() {
        Draft draft = new Draft();
        int steps = 2 + random.nextInt(6);
        for (int i = 0; i < steps; i++) {
            switch (random.nextInt(5)) {
                case 0, 1 ->
                    expression(
                            draft, "s" + i, random.nextInt(3) > 0 ? Optional.of(condition(draft)) : Optional.empty());
                case 2 -> twoWays(draft, "s" + i);
                default -> join(draft, "s" + i, some(draft));
            }
        }
        if (random.nextInt(3) > 0) {
            join(draft, "last", some(draft));
        }
        draft.output = draft.references.get(draft.references.size() - 1);
        return draft;
    }

    private String any(Draft draft) {
        return draft.references.get(random.nextInt(draft.references.size()));
    }

    private List<String> some(Draft draft) {
        return Stream.generate(() -> any(draft)).limit(1 + random.nextInt(3)).toList();
    }

    private void expression(Draft draft, String name, Optional<Condition> when) {
        String a = any(draft);
        String b = any(draft);
        int factor = random.nextInt(4);
        Value first = draft.values.get(a);
        Value second = draft.values.get(b);
        add(
                draft,
                name,
                "expression\n      with: {formula: a * " + factor + " - b}",
                List.of(a, b),
                when,
                (request, row) -> {
                    Optional<Float> left = first.apply(request, row);
                    Optional<Float> right = second.apply(request, row);
                    return left.isPresent() && right.isPresent()
                            ? Optional.of((float) ((double) left.get() * factor - (double) right.get()))
                            : Optional.empty();
                });
    }

    /** A condition, its opposite, and the two joined. */
    private void twoWays(Draft draft, String name) {
        Condition condition = condition(draft);
        Condition opposite = new Condition(
                "not (" + condition.text() + ")",
                (request, row) -> condition.truth().apply(request, row).map(truth -> !truth));
        expression(draft, name + "a", Optional.of(condition));
        expression(draft, name + "b", Optional.of(opposite));
        join(draft, name + "c", List.of(name + "a.values", name + "b.values"));
    }

    private void join(Draft draft, String name, List<String> inputs) {
        List<Value> values = inputs.stream().map(draft.values::get).toList();
        Optional<Condition> when = random.nextInt(8) == 0 ? Optional.of(condition(draft)) : Optional.empty();
        int[] weights = random.ints(inputs.size(), 0, 3).toArray();
        weights[0]++;
        switch (random.nextInt(4)) {
            case 0 ->
                add(draft, name, "mean", inputs, when, (request, row) -> average(values, request, row, new int[0]));
            case 1 ->
                add(
                        draft,
                        name,
                        "weighted\n      with: {weights: " + java.util.Arrays.toString(weights) + "}",
                        inputs,
                        when,
                        (request, row) -> average(values, request, row, weights));
            case 2 ->
                add(
                        draft,
                        name,
                        "coalesce\n      with: {default: -7}",
                        inputs,
                        when,
                        (request, row) ->
                                Optional.of(first(values, request, row).orElse(-7f)));
            default -> add(draft, name, "coalesce", inputs, when, (request, row) -> first(values, request, row));
        }
    }

    private static Optional<Float> first(List<Value> values, Request request, int row) {
        return values.stream()
                .flatMap(value -> value.apply(request, row).stream())
                .findFirst();
    }

    private static Optional<Float> average(List<Value> values, Request request, int row, int[] weights) {
        double sum = 0;
        double total = 0;
        List<Float> there = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Optional<Float> value = values.get(i).apply(request, row);
            double weight = weights.length == 0 ? 1 : weights[i];
            if (value.isPresent()) {
                there.add(value.get());
                sum += weight * value.get();
                total += weight;
            }
        }
        if (there.isEmpty()) {
            return Optional.empty();
        }
        double plain = there.stream().mapToDouble(Float::doubleValue).reduce(0, Double::sum);
        return Optional.of((float) (total > 0 ? sum / total : plain / there.size()));
    }

    private void add(
            Draft draft, String name, String uses, List<String> inputs, Optional<Condition> when, Value value) {
        String wires = Stream.iterate(0, i -> i < inputs.size(), i -> i + 1)
                .map(i -> "abc".charAt(i) + ": " + inputs.get(i))
                .collect(Collectors.joining(", ", "{", "}"));
        draft.steps.append("    - name: " + name + "\n      uses: " + uses + "\n      inputs: " + wires + "\n");
        when.ifPresent(condition -> draft.steps.append("      when: >-\n        " + condition.text() + "\n"));
        draft.references.add(name + ".values");
        draft.values.put(
                name + ".values",
                (request, row) ->
                        when.isEmpty() || when.get().truth().apply(request, row).orElse(false)
                                ? value.apply(request, row)
                                : Optional.empty());
    }

    private Condition condition(Draft draft) {
        int kind = random.nextInt(4);
        if (kind > 1) {
            return atom(draft);
        }
        Condition left = condition(draft);
        Condition right = atom(draft);
        boolean isAnd = kind == 0;
        return new Condition("(" + left.text() + (isAnd ? " and " : " || ") + right.text() + ")", (request, row) -> {
            Optional<Boolean> a = left.truth().apply(request, row);
            Optional<Boolean> b = right.truth().apply(request, row);
            return a.isPresent() && b.isPresent()
                    ? Optional.of(isAnd ? a.get() && b.get() : a.get() || b.get())
                    : Optional.empty();
        });
    }

    private Condition atom(Draft draft) {
        int limit = random.nextInt(4);
        switch (random.nextInt(7)) {
            case 0 -> {
                return new Condition("lang == \"fr\"", (request, row) -> Optional.of(request.lang()[row].equals("fr")));
            }
            case 1 -> {
                return new Condition("'fr' != lang", (request, row) -> Optional.of(!request.lang()[row].equals("fr")));
            }
            case 2 -> {
                return new Condition("k > " + limit, (request, row) -> Optional.of(request.k()[row] > limit));
            }
            case 3 -> {
                return new Condition(limit + " >= k", (request, row) -> Optional.of(limit >= request.k()[row]));
            }
            case 4 -> {
                return new Condition("flag", (request, row) -> Optional.of(request.flag()));
            }
            case 5 -> {
                return new Condition(
                        "any(k > " + limit + ")",
                        (request, row) ->
                                Optional.of(java.util.Arrays.stream(request.k()).anyMatch(k -> k > limit)));
            }
            default -> {
                String reference = any(draft);
                Value value = draft.values.get(reference);
                return new Condition(
                        reference + " > " + (limit - 2),
                        (request, row) -> value.apply(request, row).map(found -> found > limit - 2));
            }
        }
    }
}
