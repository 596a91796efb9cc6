package dev.dormouse.knative.client;

import dev.dormouse.knative.client.ClusterException.Reason;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The way to functions from here: the address that was given, else what a function's host resolves to, else the
 * address of a known ingress' service.
 */
public final class Ingress {
    /** Namespace to service, of the ingresses that Knative knows. */
    private static final Map<String, String> KNOWN =
            Map.of("kourier-system", "kourier", "istio-system", "istio-ingressgateway", "contour-external", "envoy");

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final Optional<String> given;
    private Optional<InetSocketAddress> found = Optional.empty();

    /** @param given {@code HOST} or {@code HOST:PORT}; empty looks for it */
    public Ingress(Cluster cluster, Optional<String> given) {
        this.cluster = cluster;
        this.given = given;
    }

    /**
     * The way to a function; each request has a minute, or less if the deadline comes before.
     *
     * @throws ClusterException NO_INGRESS if no address answers
     */
    HttpExchange to(URI url, Deadline deadline) {
        return new HttpExchange(address(url), url, () -> {
            Duration rest = deadline.rest();
            return rest.compareTo(ANSWER) < 0 ? rest : ANSWER;
        });
    }

    /** The address by which this function is reached; looked for once. */
    InetSocketAddress address(URI url) {
        if (found.isEmpty()) {
            found = Optional.of(find(url));
        }
        return found.get();
    }

    /** Whether the function's own host leads there without help. */
    static boolean resolves(URI url) {
        try {
            InetAddress.getByName(url.getHost());
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private InetSocketAddress find(URI url) {
        int port = url.getPort() > 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
        List<InetSocketAddress> tried = new ArrayList<>();
        for (InetSocketAddress candidate : candidates(url, port)) {
            if (answers(candidate)) {
                return candidate;
            }
            tried.add(candidate);
        }
        throw new ClusterException(
                Reason.NO_INGRESS,
                tried.isEmpty()
                        ? url.getHost() + " does not resolve from here, and no known ingress was found in the cluster"
                        : "the ingress does not answer at "
                                + String.join(
                                        ", ", tried.stream().map(Ingress::shown).toList()));
    }

    private List<InetSocketAddress> candidates(URI url, int port) {
        if (given.isPresent()) {
            return List.of(parse(given.get(), port));
        }
        List<InetSocketAddress> candidates = new ArrayList<>();
        InetSocketAddress own = new InetSocketAddress(url.getHost(), port);
        if (!own.isUnresolved()) {
            candidates.add(own);
        }
        KNOWN.forEach((namespace, name) -> service(namespace, name).ifPresent(service -> {
            external(service).ifPresent(host -> candidates.add(new InetSocketAddress(host, port)));
            internal(service).ifPresent(host -> candidates.add(new InetSocketAddress(host, port)));
        }));
        return candidates;
    }

    private static InetSocketAddress parse(String text, int port) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > 0 && text.substring(colon + 1).matches("[0-9]{1,5}");
        String host = hasPort ? text.substring(0, colon) : text;
        int own = hasPort ? Integer.parseInt(text.substring(colon + 1)) : port;
        if (own > 65535 || host.isBlank()) {
            throw new ClusterException(Reason.NO_INGRESS, "'" + text + "' is no address: write HOST or HOST:PORT");
        }
        return new InetSocketAddress(host, own);
    }

    private Optional<Service> service(String namespace, String name) {
        try {
            return Optional.ofNullable(cluster.client()
                    .services()
                    .inNamespace(namespace)
                    .withName(name)
                    .get());
        } catch (KubernetesClientException e) {
            return Optional.empty(); // who may push a function may not always look into the ingress' namespace
        }
    }

    private static Optional<String> external(Service service) {
        return Optional.ofNullable(service.getStatus())
                .map(status -> status.getLoadBalancer())
                .map(balancer -> balancer.getIngress())
                .flatMap(addresses -> addresses.stream()
                        .map(address -> address.getIp() == null ? address.getHostname() : address.getIp())
                        .filter(Objects::nonNull)
                        .findFirst());
    }

    private static Optional<String> internal(Service service) {
        return Optional.ofNullable(service.getSpec())
                .map(ServiceSpec::getClusterIP)
                .filter(address -> !address.isEmpty() && !address.equals("None"));
    }

    private static boolean answers(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) CONNECT.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static String shown(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
