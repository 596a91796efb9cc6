package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.Loggable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a function's own containers print; of all replicas, each line with its replica where there are several. */
public final class FunctionLogs {
    private static final long LOOK_MILLIS = 500;

    private final Cluster cluster;
    private final PrintStream out;
    private final Selection selection;

    /**
     * Which lines.
     *
     * @param revision of one revision only
     * @param since not older than that
     * @param tail the last so many lines of each replica
     */
    public record Selection(Optional<String> revision, Optional<Duration> since, Optional<Integer> tail) {}

    public FunctionLogs(Cluster cluster, PrintStream out, Selection selection) {
        this.cluster = cluster;
        this.out = out;
        this.selection = selection;
    }

    /**
     * Prints what is there.
     *
     * @return replicas that were found; none is a sleeping function
     */
    public int print(String name) {
        List<Pod> pods = pods(name);
        for (Pod pod : pods) {
            String prefix = pods.size() > 1 ? prefix(pod) : "";
            text(pod).lines().forEach(line -> out.println(prefix + line));
        }
        return pods.size();
    }

    private String text(Pod pod) {
        try {
            return cluster.ask(() -> selected(pod).getLog());
        } catch (ClusterException e) {
            if (e.reason() == Reason.FORBIDDEN) {
                throw e;
            }
            return "(no lines yet: " + e.getMessage() + ")";
        }
    }

    /**
     * Prints what is there and what comes, also of replicas that wake up later and of containers that are started again,
     * until the thread is interrupted.
     */
    public void follow(String name) throws InterruptedException {
        Map<Life, LogWatch> watched = new HashMap<>();
        try {
            while (true) {
                List<Pod> pods = pods(name);
                for (Pod pod : pods) {
                    Containers.status(pod)
                            .filter(Containers::isRunning)
                            .map(status -> new Life(pod.getMetadata().getName(), Containers.restarts(status)))
                            .ifPresent(life -> watched.computeIfAbsent(life, key -> watch(pod)));
                }
                letGo(watched, pods);
                Thread.sleep(LOOK_MILLIS);
            }
        } finally {
            watched.values().forEach(LogWatch::close);
        }
    }

    /** From a container's start to its end: the next one has a log of its own. */
    private record Life(String pod, int restarts) {}

    private static void letGo(Map<Life, LogWatch> watched, List<Pod> pods) {
        Set<String> there =
                pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
        watched.entrySet().removeIf(entry -> {
            boolean gone = !there.contains(entry.getKey().pod());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
    }

    private LogWatch watch(Pod pod) {
        return cluster.ask(() -> {
            LogWatch watch = selected(pod).watchLog();
            Thread reader = new Thread(
                    () -> copy(pod, watch), "log-" + pod.getMetadata().getName());
            reader.setDaemon(true);
            reader.start();
            return watch;
        });
    }

    /** The lines of a pod's function that are wanted. */
    private Loggable selected(Pod pod) {
        var container = container(pod);
        var since = selection.since().map(Duration::toSeconds).map(Long::intValue);
        var from = since.isPresent() ? container.sinceSeconds(since.get()) : container;
        return selection.tail().isPresent() ? from.tailingLines(selection.tail().get()) : from;
    }

    private void copy(Pod pod, LogWatch watch) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.println(prefix(pod) + line);
                out.flush();
            }
        } catch (IOException | KubernetesClientException e) {
            out.println(prefix(pod) + "(ends: " + e.getMessage() + ")");
        }
    }

    private io.fabric8.kubernetes.client.dsl.ContainerResource container(Pod pod) {
        String container = Containers.of(pod).map(Container::getName).orElse("");
        return cluster.client()
                .pods()
                .inNamespace(cluster.namespace())
                .withName(pod.getMetadata().getName())
                .inContainer(container);
    }

    private List<Pod> pods(String name) {
        List<Pod> pods = cluster.pods(name);
        if (pods.isEmpty()) {
            cluster.require(name);
        }
        return pods.stream()
                .filter(pod -> selection
                        .revision()
                        .map(wanted -> matches(pod, name, wanted))
                        .orElse(true))
                .toList();
    }

    private static boolean matches(Pod pod, String name, String wanted) {
        String revision = Revisions.labels(pod.getMetadata()).getOrDefault(Cluster.REVISION_LABEL, "");
        return revision.equals(wanted) || revision.equals(name + "-" + wanted);
    }

    /** The end of a pod's name is enough to tell replicas apart. */
    private static String prefix(Pod pod) {
        String revision = Revisions.labels(pod.getMetadata()).getOrDefault(Cluster.REVISION_LABEL, "");
        String name = pod.getMetadata().getName();
        String replica = name.substring(name.lastIndexOf('-') + 1);
        return "[" + revision.substring(revision.lastIndexOf('-') + 1) + " " + replica + "] ";
    }
}
