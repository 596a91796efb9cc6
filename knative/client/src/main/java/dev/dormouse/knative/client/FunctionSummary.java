package dev.dormouse.knative.client;

import java.util.Optional;

/**
 * One function as a list shows it.
 *
 * @param version of the manifest, of the revision with the most traffic; empty if it has none
 * @param ready empty: ready; else what Knative says
 * @param traffic empty while no revision has any
 * @param replicas that run now, of all revisions; 0 is a sleeping function
 */
public record FunctionSummary(
        String namespace,
        String name,
        String version,
        String url,
        Optional<String> ready,
        Optional<Split> traffic,
        int replicas) {}
