package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects what the cluster knows about a revision; what may not be read is left out and said. */
final class Investigation {
    private static final int LINES = 15;

    private final Cluster cluster;
    private final List<String> unreadable = new ArrayList<>();

    Investigation(Cluster cluster) {
        this.cluster = cluster;
    }

    Evidence about(String service, String revision) {
        Optional<Revision> found = readable(() -> cluster.revision(revision), Optional.empty());
        Optional<String> complaint = readable(
                        () -> cluster.service(service), Optional.<io.fabric8.knative.serving.v1.Service>empty())
                .flatMap(current -> new ServiceState(current).complaint());
        List<Pod> pods = found.map(one -> readable(() -> cluster.pods(one), List.<Pod>of()))
                .orElse(List.of());
        List<Event> events = new ArrayList<>();
        Map<String, String> logs = new HashMap<>();
        for (Pod pod : pods) {
            String name = pod.getMetadata().getName();
            events.addAll(readable(() -> cluster.events(name), List.of()));
            Containers.status(pod)
                    .filter(status -> Containers.isRunning(status)
                            || Containers.ended(status).isPresent())
                    .ifPresent(status -> logs.put(name, log(name, status.getName())));
        }
        return new Evidence(found, complaint, pods, events, logs, unreadable);
    }

    private String log(String pod, String container) {
        try {
            return readable(() -> cluster.log(pod, container, LINES), "");
        } catch (ClusterException e) {
            return ""; // the container went meanwhile
        }
    }

    private <T> T readable(Supplier<T> request, T otherwise) {
        try {
            return request.get();
        } catch (ClusterException e) {
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
            String note = "not looked at: " + e.getMessage();
            if (!unreadable.contains(note)) {
                unreadable.add(note);
            }
            return otherwise;
        }
    }
}
