package dev.dormouse.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shares a function's traffic among its revisions. */
@Command(
        name = "traffic",
        description = {
            "Shares traffic among revisions, as in: dormouse traffic NAME 5f3a1c09d2=90 0b77e2a410=10",
            "A revision that is not ready, or whose examples have not passed, gets none."
        })
final class TrafficCommand implements Callable<Integer> {
    private static final Pattern SHARE = Pattern.compile("([a-z0-9-]+)=([0-9]{1,3})%?");

    private final Environment environment;

    @Parameters(index = "0", paramLabel = "NAME", description = "The function.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "REV=PERCENT",
            description = "A share; all of them are 100 together. A revision's digest is enough.")
    private List<String> shares = new ArrayList<>();

    @Option(
            names = "--latest",
            paramLabel = "PERCENT",
            description = "The newest revision gets this much, the others keep their proportions.")
    private @Nullable Integer latest;

    @Mixin
    private ClusterChoice cluster = new ClusterChoice();

    TrafficCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Deployments deployments = new Deployments(environment, cluster.options());
        if (latest != null && shares.isEmpty()) {
            if (latest < 1 || latest > 100) {
                throw CommandFailure.unusable("--latest " + latest + " is none: 1 to 100", "--latest 10");
            }
            deployments.shareLatest(name, latest);
        } else if (latest == null && !shares.isEmpty()) {
            deployments.share(name, parsed());
        } else {
            throw CommandFailure.unusable(
                    "traffic needs either shares or --latest",
                    "dormouse traffic " + name + " --latest 10   (dormouse show " + name + " lists revisions)");
        }
        return 0;
    }

    private Map<String, Integer> parsed() {
        Map<String, Integer> parsed = new LinkedHashMap<>();
        int sum = 0;
        for (String share : shares) {
            Matcher matcher = SHARE.matcher(share);
            if (!matcher.matches()) {
                throw CommandFailure.unusable("'" + share + "' is no share", "REVISION=PERCENT, as in 5f3a1c09d2=90");
            }
            int percent = Integer.parseInt(matcher.group(2));
            if (parsed.put(matcher.group(1), percent) != null) {
                throw CommandFailure.unusable(matcher.group(1) + " stands twice", "one share for each revision");
            }
            sum += percent;
        }
        if (sum != 100) {
            throw CommandFailure.unusable(
                    "the shares are " + sum + " together, not 100", "shares that are 100 together");
        }
        return parsed;
    }
}
