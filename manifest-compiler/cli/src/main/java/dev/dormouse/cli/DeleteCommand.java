package dev.dormouse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes functions from a cluster. */
@Command(
        name = "delete",
        description =
                "Deletes functions with all their revisions, and says what was deleted. Images stay in the registry.")
final class DeleteCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The functions.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private ClusterChoice cluster = new ClusterChoice();

    DeleteCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        new Deployments(environment, cluster.options()).delete(names);
        return 0;
    }
}
