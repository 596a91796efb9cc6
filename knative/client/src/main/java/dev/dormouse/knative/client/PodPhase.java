package dev.dormouse.knative.client;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** Where a starting pod is, for a person who waits. */
final class PodPhase {
    private PodPhase() {}

    /** One line; empty if there is nothing to say. */
    static String of(Pod pod) {
        Optional<String> unschedulable = Containers.unschedulable(pod);
        if (unschedulable.isPresent()) {
            return "waits for a node: " + unschedulable.get();
        }
        Optional<ContainerStatus> status = Containers.status(pod);
        if (status.isEmpty()) {
            return "";
        }
        if (Containers.isRunning(status.get())) {
            return "container runs; models load and examples run";
        }
        String waits = Containers.waiting(status.get())
                .map(ContainerStateWaiting::getReason)
                .orElse("");
        return switch (waits) {
            case "ContainerCreating" -> "pulls the image and makes the container";
            case "ErrImagePull", "ImagePullBackOff" -> "the image could not be pulled yet; the node tries again";
            default -> "";
        };
    }
}
