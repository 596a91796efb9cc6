package dev.dormouse.knative.client;

import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the cluster knows about a revision that does not get ready.
 *
 * @param revision empty if it was not made
 * @param service what the service's own conditions say, if anything is wrong there
 * @param logs the last lines of each pod's function container, by pod name
 * @param unreadable what could not be looked at, and why
 */
record Evidence(
        Optional<Revision> revision,
        Optional<String> service,
        List<Pod> pods,
        List<Event> events,
        Map<String, String> logs,
        List<String> unreadable) {
    Evidence {
        pods = List.copyOf(pods);
        events = List.copyOf(events);
        logs = Map.copyOf(logs);
        unreadable = List.copyOf(unreadable);
    }
}
