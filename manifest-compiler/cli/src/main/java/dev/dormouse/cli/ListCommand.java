package dev.dormouse.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The functions of a cluster. */
@Command(
        name = "list",
        description = "Lists the functions of a namespace: version, URL, traffic, replicas that run now.")
final class ListCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private ClusterChoice cluster = new ClusterChoice();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Those of every namespace.")
    private boolean everywhere;

    @Option(names = "--format", paramLabel = "text|json", description = "text for people, json for programs.")
    private CheckCommand.Format format = CheckCommand.Format.TEXT;

    ListCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        new Deployments(environment, cluster.options()).list(everywhere, format == CheckCommand.Format.JSON);
        return 0;
    }
}
