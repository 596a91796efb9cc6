package dev.dormouse.knative.client;

import io.fabric8.knative.pkg.apis.Condition;
import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From what the cluster knows to what happened: the container's state first, then the scheduler's, then Knative's. */
final class Diagnoses {
    private static final Set<String> PULLING = Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName");
    private static final Set<String> CREATING =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");
    private static final String OOM = "OOMKilled";

    private Diagnoses() {}

    static Diagnosis of(Evidence evidence) {
        Diagnosis diagnosis = evidence.pods().stream()
                .filter(pod -> !Containers.isGoing(pod))
                .map(pod -> of(pod, evidence))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> withoutPods(evidence));
        return diagnosis.with(evidence.unreadable());
    }

    /** Whether waiting longer makes no sense. */
    static boolean isFinal(Pod pod) {
        Optional<ContainerStatus> status = Containers.status(pod);
        if (status.isEmpty() || Containers.isGoing(pod)) {
            return false;
        }
        String waits = Containers.waiting(status.get())
                .map(ContainerStateWaiting::getReason)
                .orElse("");
        if (PULLING.contains(waits)) {
            // what a registry has said for good; a network that stumbles may come back
            return waits.equals("InvalidImageName") || PullFailure.isFinal(pullMessage(status.get(), List.of()));
        }
        // one that ended before and runs now may get ready
        return waits.equals("CrashLoopBackOff")
                || CREATING.contains(waits)
                || Containers.terminated(status.get()).isPresent();
    }

    private static Optional<Diagnosis> of(Pod pod, Evidence evidence) {
        Optional<String> unschedulable = Containers.unschedulable(pod);
        if (unschedulable.isPresent()) {
            return Optional.of(unschedulable(pod, unschedulable.get()));
        }
        Optional<ContainerStatus> proxy = Containers.proxyStatus(pod)
                .filter(status -> Containers.waiting(status)
                        .filter(waiting -> PULLING.contains(String.valueOf(waiting.getReason())))
                        .isPresent());
        if (proxy.isPresent()) {
            return Optional.of(new Diagnosis(
                    "Knative's own container queue-proxy cannot be pulled",
                    List.of(pullMessage(proxy.get(), evidence.events())),
                    "the administrator of the cluster must make the image of queue-proxy reachable for its nodes"));
        }
        return Containers.status(pod).flatMap(status -> of(pod, status, evidence));
    }

    private static Optional<Diagnosis> of(Pod pod, ContainerStatus status, Evidence evidence) {
        String waits =
                Containers.waiting(status).map(ContainerStateWaiting::getReason).orElse("");
        if (PULLING.contains(waits)) {
            return Optional.of(PullFailure.diagnose(status.getImage(), pullMessage(status, evidence.events())));
        }
        if (CREATING.contains(waits)) {
            return Optional.of(notCreated(
                    waits,
                    Containers.waiting(status)
                            .map(ContainerStateWaiting::getMessage)
                            .orElse("")));
        }
        Optional<ContainerStateTerminated> ended = Containers.ended(status);
        String log = evidence.logs().getOrDefault(pod.getMetadata().getName(), "");
        if (ended.isPresent() && OOM.equals(ended.get().getReason())) {
            return Optional.of(outOfMemory(pod, log));
        }
        if (Containers.isRunning(status)) {
            return Optional.of(notReady(log, evidence.events(), ended));
        }
        return ended.map(last -> ended(last, log));
    }

    /** The longest account of it: the events tell what the registry said, also once the kubelet only says "back-off". */
    private static String pullMessage(ContainerStatus status, List<Event> events) {
        return events.stream()
                .map(Event::getMessage)
                .map(String::valueOf)
                .filter(message -> message.startsWith("Failed to pull image"))
                .reduce((first, last) -> last)
                .orElseGet(() -> Containers.waiting(status)
                        .map(ContainerStateWaiting::getMessage)
                        .map(String::valueOf)
                        .orElse(""));
    }

    private static Diagnosis unschedulable(Pod pod, String message) {
        List<String> details = new ArrayList<>(List.of("scheduler: " + message));
        String requests = Containers.requests(pod);
        if (!requests.isEmpty()) {
            details.add("the function asks for: " + requests);
        }
        return new Diagnosis("no node has room for the function", details, roomFor(message));
    }

    private static String roomFor(String message) {
        for (String resource : List.of("memory", "cpu")) {
            if (message.contains("Insufficient " + resource)) {
                return "ask for less in spec.resources.requests." + resource + ", or give the cluster a larger node";
            }
        }
        return "kubectl describe nodes   shows what they have, and taints that keep pods away";
    }

    private static Diagnosis notCreated(String reason, String message) {
        String remedy = message.contains("runAsNonRoot") || message.contains("non-root")
                ? "an image whose USER is a number other than 0, as 'dormouse image' makes it"
                : "kubectl describe pod   shows the whole story";
        return new Diagnosis("the container cannot be made: " + reason, List.of(message), remedy);
    }

    private static Diagnosis outOfMemory(Pod pod, String log) {
        Optional<String> limit = Containers.limit(pod, "memory");
        List<String> details = new ArrayList<>(lastLines(log));
        String more = limit.map(Diagnoses::twice)
                .map(twice -> " to " + twice + " (twice as much)")
                .orElse("");
        return new Diagnosis(
                limit.map(text -> "the function was killed: it needs more memory than its limit of " + text)
                        .orElse("the function was killed: its node has no memory left"),
                details,
                limit.isPresent()
                        ? "raise spec.resources.limits.memory" + more + " in the manifest and push again"
                        : "set spec.resources.requests.memory in the manifest, so that it gets a node with room");
    }

    private static String twice(String quantity) {
        int digits = 0;
        while (digits < quantity.length() && Character.isDigit(quantity.charAt(digits))) {
            digits++;
        }
        if (digits == 0 || digits > 15) {
            return Quantity.getAmountInBytes(Quantity.parse(quantity))
                    .multiply(java.math.BigDecimal.valueOf(2))
                    .toPlainString();
        }
        return 2 * Long.parseLong(quantity.substring(0, digits)) + quantity.substring(digits);
    }

    private static Diagnosis ended(ContainerStateTerminated ended, String log) {
        int exit = Optional.ofNullable(ended.getExitCode()).orElse(-1);
        // Knative has the kubelet keep the end of the log as the container's last message
        String said = log.isBlank() ? Optional.ofNullable(ended.getMessage()).orElse("") : log;
        String remedy = said.contains("exec format error")
                ? "an image for the node's processor: dormouse image --platform"
                : said.contains("example ")
                        ? "make the example true again, or the model: dormouse check TARGET   runs it here"
                        : "dormouse run TARGET   starts the same pipeline here";
        return new Diagnosis(
                "the function ends as soon as it starts: exit status " + exit + (exit == 137 ? " (killed)" : ""),
                lastLines(said),
                remedy);
    }

    private static Diagnosis notReady(String log, List<Event> events, Optional<ContainerStateTerminated> before) {
        List<String> details = new ArrayList<>();
        before.ifPresent(ended -> details.add("started again after exit status " + ended.getExitCode()));
        events.stream()
                .filter(event -> "Unhealthy".equals(event.getReason()))
                .map(Event::getMessage)
                .map(String::valueOf)
                .reduce((first, last) -> last)
                .ifPresent(message -> details.add("probe: " + message.strip()));
        details.addAll(lastLines(log));
        return new Diagnosis(
                "the function runs, but does not get ready",
                details,
                "a longer --timeout if it loads that long; dormouse run TARGET   starts the same pipeline here");
    }

    private static List<String> lastLines(String log) {
        return log.isBlank()
                ? List.of()
                : List.of("its last lines:", log.stripTrailing().indent(2).stripTrailing());
    }

    private static Diagnosis withoutPods(Evidence evidence) {
        Optional<Condition> failed = evidence.revision().flatMap(Diagnoses::firstFailure);
        if (failed.isPresent()) {
            String message = String.valueOf(failed.get().getMessage()).strip();
            return new Diagnosis(
                    "Knative cannot bring the revision up: " + failed.get().getReason(),
                    List.of(message),
                    remedy(message));
        }
        String said = evidence.service().orElse("");
        return new Diagnosis(
                evidence.revision().isPresent()
                        ? "the revision does not get ready, and the cluster does not say why"
                        : "Knative has not made the revision",
                said.isEmpty() ? List.of() : List.of(said),
                said.isEmpty()
                        ? "look whether Knative's controller and webhook run: kubectl get pods -n knative-serving"
                        : remedy(said));
    }

    private static Optional<Condition> firstFailure(Revision revision) {
        for (String type : List.of("ContainerHealthy", "ResourcesAvailable", "Ready")) {
            Optional<Condition> condition = Revisions.condition(revision, type)
                    .filter(found -> "False".equals(found.getStatus()) && found.getMessage() != null);
            if (condition.isPresent()) {
                return condition;
            }
        }
        return Optional.empty();
    }

    private static String remedy(String message) {
        if (message.contains("nodes are available")) {
            return roomFor(message);
        }
        if (message.contains("exceeded quota")) {
            return "kubectl describe resourcequota   shows what is left; ask for less in spec.resources, or for a larger"
                    + " quota";
        }
        if (message.contains("violates PodSecurity")) {
            return "the namespace asks for more than Knative's pods give: kubectl label namespace NAMESPACE"
                    + " pod-security.kubernetes.io/enforce=baseline --overwrite";
        }
        if (message.contains("already exists")) {
            return "wait a moment and push again: an older revision of that name is still being removed";
        }
        return "dormouse show NAME   tells what the cluster says of it; kubectl get events shows the rest";
    }
}
