package dev.dormouse.knative.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A push that passed.
 *
 * @param unchanged the cluster had just this revision with all traffic; it was only verified
 * @param ingress where to send requests if the URL's host does not resolve from here
 * @param phases how long each took, in order
 */
public record Deployed(
        URI url,
        String revision,
        Split traffic,
        boolean unchanged,
        Optional<String> ingress,
        Map<String, Duration> phases) {}
