package dev.dormouse.benchmarks;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.ManifestCompiler;
import dev.dormouse.step.StepCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long each sample takes to compile, everything included: reading and digesting the artifacts, opening the model,
 * running the examples and the trial of rows alone and together. First in this JVM when it is warm, then as a person has
 * it, {@code ./dormouse check} as a process. Medians; the working folder is the repository's root.
 */
public final class CompileTime {
    private static final int WARM_UP = 5;

    private CompileTime() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 11;
        ManifestCompiler compiler = Sample.compiler(StepCatalogue.load());
        System.out.println("| sample | warm JVM, ms | ./dormouse check, ms |");
        System.out.println("|---|---|---|");
        for (Path manifest : manifests()) {
            System.out.printf(
                    "| %s | %.1f | %.0f |%n",
                    manifest.getName(manifest.getNameCount() - 2),
                    median(runs, () -> compile(compiler, manifest)),
                    median(runs, () -> check(manifest)));
        }
    }

    private static List<Path> manifests() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("samples"))) {
            return folders.map(folder -> folder.resolve("manifest.yaml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double median(int runs, Work work) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < WARM_UP + runs; i++) {
            long start = System.nanoTime();
            work.run();
            if (i >= WARM_UP) {
                millis.add((System.nanoTime() - start) / (double) TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        return Medians.of(millis);
    }

    private static void compile(ManifestCompiler compiler, Path manifest) throws IOException {
        Compilation compilation = compiler.compile(manifest);
        if (compilation.hasErrors()) {
            throw new IllegalStateException(manifest + ": " + compilation.findings());
        }
    }

    private static void check(Path manifest) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("./dormouse", "check", manifest.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("./dormouse check " + manifest + " exits " + process.exitValue());
        }
    }
}
