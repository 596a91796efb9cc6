package dev.dormouse.benchmarks;

import ai.onnxruntime.OrtSession.SessionOptions;
import dev.dormouse.compiler.emit.BundleWriter;
import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.HostOptions;
import dev.dormouse.engine.Pipeline;
import dev.dormouse.engine.PipelineHost;
import dev.dormouse.engine.StepListener;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.Shapes;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.tensor.Tensor;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a function adds to ONNX Runtime: the same texts, one a request, answered by ONNX Runtime called directly with
 * their token ids, by {@link Pipeline#run}, by {@link PipelineHost#submit} and through the HTTP doors of a function in a
 * process of its own; {@code GET /describe} shows what HTTP takes where no model runs. Rounds alternate between the targets, so that a busy machine disturbs all of them alike; the
 * figures are medians over the rounds. The clients run on the same processors as the server.
 */
public final class DoorOverhead {
    private static final String USAGE =
            "usage: DoorOverhead MANIFEST TEXTS ROUNDS MILLIS START…, where START… is the command of the function, with"
                    + " {bundle} and {port}";

    private final List<Target> targets;
    private final int texts;
    private final Map<String, List<Load.Result>> alone = new LinkedHashMap<>();
    private final Map<String, List<Load.Result>> eight = new LinkedHashMap<>();

    private DoorOverhead(List<Target> targets, int texts) {
        this.targets = targets;
        this.texts = texts;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 5) {
            System.err.println(USAGE);
            System.exit(2);
        }
        List<String> texts = Files.readAllLines(Path.of(arguments[1]));
        int rounds = Integer.parseInt(arguments[2]);
        long millis = Long.parseLong(arguments[3]);
        String start = String.join(" ", List.of(arguments).subList(4, arguments.length));
        Path folder = Files.createTempDirectory("door-overhead");
        Path bundle = folder.resolve("bundle");
        BundleWriter.write(Sample.compile(Path.of(arguments[0])).compiled(), bundle);
        try (FunctionProcess function = FunctionProcess.start(start, bundle)) {
            measure(Bundle.open(bundle), function, texts, rounds, millis);
        }
    }

    private static void measure(Bundle bundle, FunctionProcess function, List<String> texts, int rounds, long millis)
            throws Exception {
        Plan plan = bundle.plan();
        StepCatalogue catalogue = StepCatalogue.load();
        List<String> bodies = texts.stream()
                .map(text -> new String(PlanJson.encode(Map.of("text", text)), StandardCharsets.UTF_8))
                .toList();
        List<Map<String, Tensor>> requests = bodies.stream()
                .map(body -> JsonInputs.read(body.getBytes(StandardCharsets.UTF_8), plan.inputs(), Shapes.EXACT))
                .toList();
        ModelInputs model = ModelInputs.of(bundle, catalogue, requests);
        try (Pipeline pipeline = Pipeline.open(plan, bundle, catalogue, StepListener.NONE);
                PipelineHost host = PipelineHost.start(
                        Pipeline.open(plan, bundle, catalogue, StepListener.NONE), HostOptions.DEFAULT);
                DirectTarget direct =
                        DirectTarget.open("ONNX Runtime", model, SessionOptions::disablePerSessionThreads);
                DirectTarget defaults = DirectTarget.open("ONNX Runtime, its defaults", model, options -> {});
                DirectTarget single = DirectTarget.open(
                        "ONNX Runtime, one thread", model, options -> options.setIntraOpNumThreads(1))) {
            List<Target> targets = List.of(
                    direct,
                    defaults,
                    single,
                    shared("Pipeline.run", text -> pipeline.run(requests.get(text))),
                    shared(
                            "PipelineHost.submit",
                            text -> host.submit(requests.get(text))
                                    .toCompletableFuture()
                                    .join()),
                    shared(
                            "PipelineHost.call",
                            text -> host.call(requests.get(text))
                                    .toCompletableFuture()
                                    .join()),
                    HttpTarget.post("/" + plan.metadata().name(), function.port(), bodies),
                    HttpTarget.post("/eval", function.port(), bodies),
                    HttpTarget.get("/describe", function.port(), bodies.size()));
            System.out.println(model.lengths());
            DoorOverhead overhead = new DoorOverhead(targets, texts.size());
            overhead.rounds(rounds, millis);
            overhead.print(System.out);
        }
    }

    private static Target shared(String name, Target.Client client) {
        return new Target() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Client open() {
                return client;
            }
        };
    }

    private void rounds(int rounds, long millis) throws Exception {
        for (Target target : targets) {
            Load.run(target, 1, texts, 2 * millis);
            Load.run(target, 8, texts, 2 * millis);
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < targets.size(); i++) {
                Target target = targets.get((i + round) % targets.size());
                add(alone, target, Load.run(target, 1, texts, millis));
                add(eight, target, Load.run(target, 8, texts, millis));
            }
        }
    }

    private static void add(Map<String, List<Load.Result>> results, Target target, Load.Result result) {
        results.computeIfAbsent(target.name(), name -> new ArrayList<>()).add(result);
    }

    /** The overhead is the median over rounds of the difference to the first target in the same round. */
    private void print(PrintStream out) {
        out.println(
                "| | p50 ms | p99 ms | over ONNX Runtime, ms | at 8: answers/s | of ONNX Runtime | p50 ms | p99 ms |");
        out.println("|---|---|---|---|---|---|---|---|");
        List<Load.Result> first = results(alone, targets.get(0));
        List<Load.Result> firstOfEight = results(eight, targets.get(0));
        for (Target target : targets) {
            List<Load.Result> one = results(alone, target);
            List<Load.Result> many = results(eight, target);
            out.printf(
                    "| %s | %.2f | %.2f | %+.2f | %.0f | %.2f | %.2f | %.2f |%n",
                    target.name(),
                    quantile(one, 0.5),
                    quantile(one, 0.99),
                    overRounds(one, first, (a, b) -> a.millis(0.5) - b.millis(0.5)),
                    Medians.of(many.stream().map(Load.Result::perSecond).toList()),
                    overRounds(many, firstOfEight, (a, b) -> a.perSecond() / b.perSecond()),
                    quantile(many, 0.5),
                    quantile(many, 0.99));
        }
    }

    private static List<Load.Result> results(Map<String, List<Load.Result>> results, Target target) {
        return Objects.requireNonNull(results.get(target.name()));
    }

    private static double quantile(List<Load.Result> results, double quantile) {
        return Medians.of(
                results.stream().map(result -> result.millis(quantile)).toList());
    }

    private interface Comparison {
        double of(Load.Result a, Load.Result b);
    }

    private static double overRounds(List<Load.Result> a, List<Load.Result> b, Comparison comparison) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            values.add(comparison.of(a.get(i), b.get(i)));
        }
        return Medians.of(values);
    }
}
