package dev.dormouse.cli;

import dev.dormouse.knative.client.ClusterException;
import dev.dormouse.knative.client.RolloutException;
import dev.dormouse.knative.resources.RefusedName;
import java.util.Optional;

/** What went wrong on a cluster, with what helps. */
final class ClusterMistakes {
    private ClusterMistakes() {}

    /** Empty if it is none of a cluster's. */
    static Optional<CommandFailure> told(Exception failure, String command) {
        if (failure instanceof RefusedName refused) {
            return Optional.of(CommandFailure.unusable(
                    String.valueOf(refused.getMessage()), "dormouse " + command + " --help   or mend the manifest"));
        }
        if (failure instanceof RolloutException failed) {
            return Optional.of(CommandFailure.failed(
                    failed.diagnosis().text() + failed.aftermath(),
                    failed.diagnosis().remedy()));
        }
        return failure instanceof ClusterException refused
                ? Optional.of(tried(refused, of(refused, command)))
                : Optional.empty();
    }

    private static CommandFailure tried(ClusterException refused, CommandFailure failure) {
        return refused.begun()
                ? CommandFailure.failed(String.valueOf(failure.getMessage()), failure.advice())
                : failure;
    }

    private static CommandFailure of(ClusterException refused, String command) {
        String message = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case NO_CONTEXT ->
                CommandFailure.unusable(
                        message,
                        "export KUBECONFIG=FILE, or --context NAME   (kubectl config get-contexts lists them)");
            case UNREACHABLE ->
                CommandFailure.unusable(
                        message,
                        "kubectl cluster-info   shows whether anything answers; --context for another cluster");
            case UNAUTHENTICATED ->
                CommandFailure.unusable(
                        message, "log in again as your cluster asks; kubectl auth whoami   tells who you are");
            case FORBIDDEN ->
                CommandFailure.unusable(
                        message,
                        "ask the cluster's administrator for a role with that; docs/deploy.md lists what is needed");
            case NO_KNATIVE ->
                CommandFailure.unusable(
                        message,
                        "install Knative Serving with an ingress, or another --context; without Knative: dormouse render"
                                + " --kserve");
            case NO_NAMESPACE ->
                CommandFailure.unusable(message, "kubectl create namespace NAME   or another --namespace");
            case NOT_FOUND ->
                CommandFailure.failed(message, "dormouse list   shows what is there; --namespace for elsewhere");
            case CONFLICT ->
                CommandFailure.failed(message, "dormouse show NAME   tells what serves now; then the same again");
            case FOREIGN ->
                CommandFailure.failed(
                        message,
                        "--name OTHER, or hand it over: kubectl label ksvc NAME app.kubernetes.io/managed-by=dormouse");
            case NO_INGRESS ->
                CommandFailure.unusable(
                        message,
                        "--ingress ADDRESS or DORMOUSE_INGRESS, the address of the cluster's ingress as seen from here");
            case TIMEOUT -> CommandFailure.failed(message, "dormouse show NAME   tells what the cluster says of it");
            case REFUSED ->
                CommandFailure.failed(message, "dormouse " + command + " --help, or mend what the message names");
        };
    }
}
