package dev.dormouse.cli;

import dev.dormouse.compiler.Compilation;
import dev.dormouse.compiler.diagnostic.Finding;
import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.diagnostic.JsonReport;
import dev.dormouse.compiler.diagnostic.Severity;
import dev.dormouse.compiler.diagnostic.TextReport;
import dev.dormouse.compiler.source.SourceFile;
import dev.dormouse.compiler.source.Span;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.step.ArtifactException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exit status 0 without errors, 1 with, 2 when it could not run. */
@Command(name = "check", description = "Prints everything that is wrong with a manifest, each with its place and help.")
final class CheckCommand implements Callable<Integer> {
    private final Environment environment;
    private final TargetCompiler compiler;

    @Parameters(arity = "1..*", paramLabel = "TARGET", description = "A manifest, its folder, or a model file.")
    private List<Path> targets = List.of();

    @Option(names = "--format", paramLabel = "text|json", description = "text for people, json for programs.")
    private Format format = Format.TEXT;

    CheckCommand(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.compiler = compiler;
    }

    enum Format {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        List<Finding> findings = new ArrayList<>();
        boolean errors = false;
        for (Path path : targets) {
            Compilation compilation = compile(path);
            findings.addAll(compilation.findings());
            errors |= compilation.hasErrors();
            if (format == Format.TEXT) {
                environment.out().print(TextReport.of(compilation.findings()));
                compilation.compiled().ifPresent(compiled -> environment.out().println(good(path, compiled.plan())));
            }
        }
        if (format == Format.JSON) {
            environment.out().print(JsonReport.of(findings));
        }
        return errors ? 1 : 0;
    }

    /** What is wrong with a bare model is a finding too, so that the other targets have their turn. */
    private Compilation compile(Path path) throws IOException {
        try {
            return compiler.compile(Target.find(path));
        } catch (CommandFailure e) {
            if (!(e.getCause() instanceof ArtifactException broken)) {
                throw e;
            }
            FindingCode code =
                    broken.reason() == ArtifactException.Reason.UNSUPPORTED ? FindingCode.DM404 : FindingCode.DM403;
            SourceFile model = new SourceFile(path, "");
            String message = String.valueOf(broken.getMessage());
            return new Compilation(
                    List.of(new Finding(code, Severity.ERROR, model, Span.START, message, broken.help(), List.of())),
                    Optional.empty());
        }
    }

    private static String good(Path path, Plan plan) {
        return path + ": " + plan.metadata().name() + " is good: " + inputs(plan) + " -> " + outputs(plan);
    }

    private static String inputs(Plan plan) {
        return plan.inputs().stream().map(CheckCommand::port).collect(Collectors.joining(", "));
    }

    private static String outputs(Plan plan) {
        return plan.outputs().stream()
                .map(output -> port(new Port(output.name(), plan.typeOf(output))))
                .collect(Collectors.joining(", "));
    }

    private static String port(Port port) {
        return port.name() + " " + port.type();
    }
}
