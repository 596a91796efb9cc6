package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the API server or the way to it answered, as one sentence. */
final class Failures {
    private static final Pattern FORBIDDEN = Pattern.compile(
            "User \"(?<user>[^\"]*)\" cannot (?<verb>\\S+) resource"
                    + " \"(?<resource>[^\"]*)\" in API group \"(?<group>[^\"]*)\"(?: in the namespace \"(?<namespace>[^\"]*)\")?");
    private static final Pattern NO_NAMESPACE = Pattern.compile("namespaces \"([^\"]*)\" not found");
    private static final Pattern DENIED = Pattern.compile("denied the request: (.*)", Pattern.DOTALL);

    private Failures() {}

    /** @param address of the API server, for when it does not answer */
    static ClusterException of(KubernetesClientException failure, String address) {
        String said = said(failure);
        return switch (failure.getCode()) {
            case 401 ->
                new ClusterException(
                        Reason.UNAUTHENTICATED, "the cluster at " + address + " does not know who you are", failure);
            case 403 -> forbidden(said, failure);
            case 404 -> notFound(said, failure);
            case 409 -> new ClusterException(Reason.CONFLICT, said, failure);
            case 400, 422 -> refused(said, failure);
            default -> failure.getCode() <= 0 ? unreachable(failure, address) : other(said, failure);
        };
    }

    private static ClusterException other(String said, KubernetesClientException failure) {
        int code = failure.getCode();
        return new ClusterException(
                code == 429 || code >= 500 ? Reason.UNREACHABLE : Reason.REFUSED,
                "the cluster answered " + code + ": " + said,
                failure);
    }

    private static String said(KubernetesClientException failure) {
        return Optional.ofNullable(failure.getStatus())
                .map(Status::getMessage)
                .filter(message -> !message.isBlank())
                .orElseGet(() -> String.valueOf(failure.getMessage()));
    }

    private static ClusterException forbidden(String said, KubernetesClientException failure) {
        Matcher matcher = FORBIDDEN.matcher(said);
        if (!matcher.find()) {
            // an admission webhook's no has the same status
            return DENIED.matcher(said).find()
                    ? refused(said, failure)
                    : new ClusterException(Reason.FORBIDDEN, "the cluster forbids it: " + said, failure);
        }
        String group = matcher.group("group");
        String namespace = matcher.group("namespace");
        return new ClusterException(
                Reason.FORBIDDEN,
                matcher.group("user") + " may not " + matcher.group("verb") + " " + matcher.group("resource")
                        + (group.isEmpty() ? "" : "." + group)
                        + (namespace == null ? "" : " in the namespace " + namespace),
                failure);
    }

    private static ClusterException notFound(String said, KubernetesClientException failure) {
        Matcher matcher = NO_NAMESPACE.matcher(said);
        if (matcher.find()) {
            return new ClusterException(
                    Reason.NO_NAMESPACE, "there is no namespace " + matcher.group(1) + " on the cluster", failure);
        }
        boolean known = Optional.ofNullable(failure.getStatus())
                .map(Status::getDetails)
                .map(details -> details.getName() != null)
                .orElse(false);
        return new ClusterException(known ? Reason.NOT_FOUND : Reason.NO_KNATIVE, said, failure);
    }

    private static ClusterException refused(String said, KubernetesClientException failure) {
        Matcher matcher = DENIED.matcher(said);
        return new ClusterException(
                Reason.REFUSED,
                "the cluster refused it: " + (matcher.find() ? matcher.group(1) : said).strip(),
                failure);
    }

    private static ClusterException unreachable(KubernetesClientException failure, String address) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = root instanceof UnresolvedAddressException
                ? "its name does not resolve"
                : root instanceof ConnectException || root instanceof ClosedChannelException
                        ? "the connection is refused"
                        : root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return new ClusterException(
                Reason.UNREACHABLE, "the cluster at " + address + " does not answer: " + why, failure);
    }
}
