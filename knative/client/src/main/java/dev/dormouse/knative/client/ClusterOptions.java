package dev.dormouse.knative.client;

import java.util.Optional;

/** Which cluster and namespace; what is left out comes from the kubeconfig's current context. */
public record ClusterOptions(Optional<String> context, Optional<String> namespace) {}
