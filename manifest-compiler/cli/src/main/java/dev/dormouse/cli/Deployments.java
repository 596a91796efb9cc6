package dev.dormouse.cli;

import dev.dormouse.knative.client.Cluster;
import dev.dormouse.knative.client.ClusterOptions;
import dev.dormouse.knative.client.FunctionDetails;
import dev.dormouse.knative.client.FunctionLogs;
import dev.dormouse.knative.client.FunctionSummary;
import dev.dormouse.knative.client.Functions;
import dev.dormouse.knative.client.Split;
import dev.dormouse.plan.PlanJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What is deployed, for people and programs. Apart from the commands, so that only they load the client. */
final class Deployments {
    private final Environment environment;
    private final ClusterOptions where;

    Deployments(Environment environment, ClusterOptions where) {
        this.environment = environment;
        this.where = where;
    }

    private void with(Consumer<Cluster> work) {
        try (Cluster cluster = Cluster.connect(where)) {
            work.accept(cluster);
        }
    }

    void list(boolean everywhere, boolean json) {
        with(cluster -> {
            List<FunctionSummary> functions = new Functions(cluster).list(everywhere);
            if (json) {
                print(Map.of(
                        "functions", functions.stream().map(Deployments::fields).toList()));
            } else if (functions.isEmpty()) {
                environment
                        .err()
                        .println("no functions"
                                + (everywhere ? "" : " in the namespace " + cluster.namespace())
                                + "; dormouse push TARGET makes one");
            } else {
                table(functions, everywhere);
            }
        });
    }

    private void table(List<FunctionSummary> functions, boolean everywhere) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(everywhere, "NAMESPACE", "NAME", "VERSION", "READY", "TRAFFIC", "REPLICAS", "URL"));
        functions.forEach(function -> rows.add(row(
                everywhere,
                function.namespace(),
                function.name(),
                function.version(),
                function.ready().isEmpty() ? "yes" : "no",
                function.traffic().map(split -> traffic(function.name(), split)).orElse("none"),
                function.replicas() == 0 ? "0 (sleeps)" : Integer.toString(function.replicas()),
                function.url())));
        Table.print(environment.out(), rows);
    }

    private static List<String> row(boolean everywhere, String namespace, String... cells) {
        List<String> row = new ArrayList<>(everywhere ? List.of(namespace) : List.of());
        row.addAll(List.of(cells));
        return row;
    }

    /** Revisions by their digests, as the name is said already. */
    private static String traffic(String name, Split split) {
        return split.percentages().entrySet().stream()
                .map(share -> digest(name, share.getKey()) + "=" + share.getValue())
                .collect(java.util.stream.Collectors.joining(" "));
    }

    private static String digest(String name, String revision) {
        return revision.startsWith(name + "-") ? revision.substring(name.length() + 1) : revision;
    }

    void show(String name, boolean json) {
        with(cluster -> {
            FunctionDetails details = new Functions(cluster).show(name);
            if (json) {
                print(fields(details));
            } else {
                show(details);
            }
        });
    }

    private void show(FunctionDetails details) {
        FunctionSummary summary = details.summary();
        environment.out().println((summary.name() + " " + summary.version()).strip() + " in " + summary.namespace());
        environment.out().println("  url        " + summary.url());
        environment.out().println("  ready      " + ready(details));
        details.previous()
                .ifPresent(previous ->
                        environment.out().println("  rollback   goes to " + digest(summary.name(), previous)));
        details.candidate()
                .ifPresent(candidate -> environment
                        .out()
                        .println("  candidate  " + digest(summary.name(), candidate)
                                + ", whose push is under way or was cut off"));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("REVISION", "TRAFFIC", "VERSION", "READY", "REPLICAS", "CREATED", "IMAGE"));
        details.revisions()
                .forEach(revision -> rows.add(List.of(
                        digest(summary.name(), revision.name()),
                        revision.traffic() + " %",
                        revision.version(),
                        revision.ready(),
                        Integer.toString(revision.replicas()),
                        revision.created(),
                        revision.image())));
        environment.out().println();
        Table.print(environment.out(), rows);
    }

    /** Yes, or every condition that is not true with what Knative says of it. */
    private static String ready(FunctionDetails details) {
        String wrong = details.conditions().stream()
                .filter(condition -> !condition.status().equals("True"))
                .map(condition -> (condition.type() + " " + condition.status() + " " + condition.reason() + " "
                                + condition.message())
                        .strip())
                .collect(java.util.stream.Collectors.joining("\n             "));
        return wrong.isEmpty() ? "yes" : "no: " + wrong;
    }

    void share(String name, Map<String, Integer> shares) {
        with(cluster -> told(name, new Functions(cluster).share(name, shares)));
    }

    void shareLatest(String name, int percent) {
        with(cluster -> told(name, new Functions(cluster).shareLatest(name, percent)));
    }

    void rollback(String name, Optional<String> to) {
        with(cluster -> told(name, new Functions(cluster).rollback(name, to)));
    }

    private void told(String name, Split split) {
        environment.out().println(name + ": " + split);
    }

    void delete(List<String> names) {
        with(cluster -> {
            for (String name : names) {
                environment.out().println("deleted: " + String.join(", ", new Functions(cluster).delete(name)));
                environment.out().flush();
            }
        });
    }

    void logs(String name, Optional<String> revision, Optional<Duration> since, Optional<Integer> tail, boolean follow)
            throws InterruptedException {
        try (Cluster cluster = Cluster.connect(where)) {
            FunctionLogs logs =
                    new FunctionLogs(cluster, environment.out(), new FunctionLogs.Selection(revision, since, tail));
            if (follow) {
                logs.follow(name);
            } else if (logs.print(name) == 0) {
                environment
                        .err()
                        .println(name + " sleeps: no replica runs, and lines end with their replica;"
                                + " dormouse logs -f " + name + " waits for the next");
            }
        }
    }

    private void print(Object value) {
        environment.out().print(new String(PlanJson.encode(value), StandardCharsets.UTF_8));
    }

    private static Map<String, Object> fields(FunctionSummary summary) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("namespace", summary.namespace());
        fields.put("name", summary.name());
        fields.put("version", summary.version());
        fields.put("url", summary.url());
        fields.put("ready", summary.ready().isEmpty());
        summary.ready().ifPresent(reason -> fields.put("notReady", reason));
        fields.put("traffic", summary.traffic().map(Split::percentages).orElse(Map.of()));
        fields.put("replicas", (long) summary.replicas());
        return fields;
    }

    private static Map<String, Object> fields(FunctionDetails details) {
        Map<String, Object> fields = fields(details.summary());
        details.candidate().ifPresent(candidate -> fields.put("candidate", candidate));
        details.previous().ifPresent(previous -> fields.put("previous", previous));
        fields.put(
                "conditions",
                details.conditions().stream()
                        .map(condition -> Map.of(
                                "type", condition.type(),
                                "status", condition.status(),
                                "reason", condition.reason(),
                                "message", condition.message()))
                        .toList());
        fields.put(
                "revisions",
                details.revisions().stream()
                        .map(revision -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("name", revision.name());
                            one.put("traffic", (long) revision.traffic());
                            one.put("version", revision.version());
                            one.put("ready", revision.ready());
                            one.put("replicas", (long) revision.replicas());
                            one.put("image", revision.image());
                            one.put("plan", revision.plan());
                            one.put("created", revision.created());
                            return one;
                        })
                        .toList());
        return fields;
    }
}
