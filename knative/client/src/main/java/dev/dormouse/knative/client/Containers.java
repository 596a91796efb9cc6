package dev.dormouse.knative.client;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a function's pods: its container, never Knative's own beside it. */
final class Containers {
    private static final String QUEUE_PROXY = "queue-proxy";

    private Containers() {}

    /** The function's container in a pod. */
    static Optional<Container> of(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .filter(container -> !QUEUE_PROXY.equals(container.getName()))
                .findFirst();
    }

    static Optional<ContainerStatus> status(Pod pod) {
        return status(pod, false);
    }

    /** Knative's container beside the function's. */
    static Optional<ContainerStatus> proxyStatus(Pod pod) {
        return status(pod, true);
    }

    private static Optional<ContainerStatus> status(Pod pod, boolean proxy) {
        return Optional.ofNullable(pod.getStatus()).map(PodStatus::getContainerStatuses).orElse(List.of()).stream()
                .filter(status -> QUEUE_PROXY.equals(status.getName()) == proxy)
                .findFirst();
    }

    static Optional<ContainerStateWaiting> waiting(ContainerStatus status) {
        return Optional.ofNullable(status.getState()).map(ContainerState::getWaiting);
    }

    /** How the container ended, now or the last time. */
    static Optional<ContainerStateTerminated> ended(ContainerStatus status) {
        return terminated(status)
                .or(() -> Optional.ofNullable(status.getLastState()).map(ContainerState::getTerminated));
    }

    /** How it ended, if it has ended now. */
    static Optional<ContainerStateTerminated> terminated(ContainerStatus status) {
        return Optional.ofNullable(status.getState()).map(ContainerState::getTerminated);
    }

    static boolean isRunning(ContainerStatus status) {
        return Optional.ofNullable(status.getState())
                .map(ContainerState::getRunning)
                .isPresent();
    }

    static int restarts(ContainerStatus status) {
        return Optional.ofNullable(status.getRestartCount()).orElse(0);
    }

    /** Why the scheduler finds no place. */
    static Optional<String> unschedulable(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).map(PodStatus::getConditions).orElse(List.of()).stream()
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .map(PodCondition::getMessage)
                .map(String::valueOf)
                .findFirst();
    }

    static boolean isGoing(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** A limit as it was written. */
    static Optional<String> limit(Pod pod, String resource) {
        return of(pod).map(Container::getResources)
                .map(resources -> resources.getLimits())
                .map(limits -> limits.get(resource))
                .map(Quantity::toString);
    }

    /** Requests as they were written, {@code memory 64Gi, cpu 8}. */
    static String requests(Pod pod) {
        Map<String, Quantity> requests = of(pod).map(Container::getResources)
                .map(resources -> resources.getRequests())
                .orElse(Map.of());
        return requests.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .sorted()
                .collect(java.util.stream.Collectors.joining(", "));
    }
}
