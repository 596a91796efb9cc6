package dev.dormouse.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One function with its versions. */
@Command(
        name = "show",
        description = "Shows a function: conditions, and its revisions with traffic, version and image.")
final class ShowCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Mixin
    private ClusterChoice cluster = new ClusterChoice();

    @Option(names = "--format", paramLabel = "text|json", description = "text for people, json for programs.")
    private CheckCommand.Format format = CheckCommand.Format.TEXT;

    ShowCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        new Deployments(environment, cluster.options()).show(name, format == CheckCommand.Format.JSON);
        return 0;
    }
}
