package dev.dormouse.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Back to what served before. */
@Command(
        name = "rollback",
        description = {
            "Gives all traffic to the revision that had it before; while traffic is shared, to the one that had it all.",
            "A second rollback goes forth again."
        })
final class RollbackCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Option(names = "--to", paramLabel = "REV", description = "To this revision; its digest is enough.")
    private @Nullable String to;

    @Mixin
    private ClusterChoice cluster = new ClusterChoice();

    RollbackCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        new Deployments(environment, cluster.options()).rollback(name, Optional.ofNullable(to));
        return 0;
    }
}
