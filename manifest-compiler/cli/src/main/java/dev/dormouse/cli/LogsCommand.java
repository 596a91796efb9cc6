package dev.dormouse.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a function prints. */
@Command(name = "logs", description = "Prints the lines of a function's replicas, without Knative's own containers.")
final class LogsCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Mixin
    private ClusterChoice cluster = new ClusterChoice();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, also from replicas that wake up later, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--revision", paramLabel = "REV", description = "Of this revision only; its digest is enough.")
    private @Nullable String revision;

    @Option(names = "--since", paramLabel = "DURATION", description = "Not older than this, as in 10m.")
    private @Nullable String since;

    @Option(names = "--tail", paramLabel = "LINES", description = "Only the last lines of each replica.")
    private @Nullable Integer tail;

    LogsCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (tail != null && tail < 1) {
            throw CommandFailure.unusable("--tail " + tail + " is none: at least 1", "--tail 100");
        }
        new Deployments(environment, cluster.options())
                .logs(
                        name,
                        Optional.ofNullable(revision),
                        Optional.ofNullable(since).map(text -> Durations.parse("--since", text)),
                        Optional.ofNullable(tail),
                        follow);
        return 0;
    }
}
