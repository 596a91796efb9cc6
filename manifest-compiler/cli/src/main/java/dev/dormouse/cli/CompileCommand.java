package dev.dormouse.cli;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.emit.BundleWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a bundle: plan, lock file and artifacts. */
@Command(
        name = "compile",
        description = "Writes a function bundle: plan.json, dormouse.lock, and artifacts named by their SHA-256.")
final class CompileCommand implements Callable<Integer> {
    private final Environment environment;
    private final TargetCompiler compiler;

    @Parameters(paramLabel = "TARGET", description = "A manifest, its folder, or a model file.")
    private Path target = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "The bundle's folder; a bundle that is there is replaced, anything else is not.")
    private Path output = Path.of("");

    CompileCommand(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws IOException {
        Compilation.Compiled compiled = compiler.require(Target.find(target));
        BundleWriter.write(compiled, output);
        environment
                .out()
                .println(output + ": " + compiled.plan().metadata().name() + ", "
                        + compiled.plan().steps().size() + " steps, "
                        + compiled.files().size() + " artifacts; start it with: dormouse run " + output);
        return 0;
    }
}
