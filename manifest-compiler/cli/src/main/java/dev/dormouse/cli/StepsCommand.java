package dev.dormouse.cli;

import dev.dormouse.plan.Nearest;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The step catalogue: all kinds in a line each, or one in full. */
@Command(name = "steps", description = "Lists the kinds of steps, or tells all about one.")
final class StepsCommand implements Callable<Integer> {
    private final Environment environment;
    private final TargetCompiler compiler;

    @Parameters(arity = "0..1", paramLabel = "KIND", description = "The kind to tell all about.")
    private @Nullable String kind;

    StepsCommand(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.compiler = compiler;
    }

    @Override
    public Integer call() {
        StepCatalogue catalogue = compiler.catalogue();
        String wanted = kind;
        if (wanted == null) {
            catalogue.kinds().forEach(each -> environment.out().println(StepPage.line(each)));
            environment.out().println("\n'dormouse steps KIND' tells all about one.");
            return 0;
        }
        StepKind found = catalogue.find(wanted).orElseThrow(() -> unknown(wanted, catalogue));
        environment.out().print(StepPage.of(found));
        return 0;
    }

    private static CommandFailure unknown(String wanted, StepCatalogue catalogue) {
        List<String> names = catalogue.kinds().stream().map(StepKind::name).toList();
        return CommandFailure.unusable(
                "there is no step kind '" + wanted + "'",
                Nearest.to(wanted, names).map(near -> "dormouse steps " + near).orElse("dormouse steps"));
    }
}
