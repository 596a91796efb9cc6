package dev.dormouse.image;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InsecureRegistryException;
import com.google.cloud.tools.jib.api.RegistryAuthenticationFailedException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.http.ResponseException;
import com.google.cloud.tools.jib.registry.RegistryClient;
import com.google.cloud.tools.jib.registry.RegistryCredentialsNotSentException;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** A registry as one repository's owner sees it: credentials as Docker keeps them, and every refusal told in words. */
final class RegistryAccess {
    private static final String USER_AGENT = "dormouse";

    private final ImageReference image;
    private final FailoverHttpClient http;

    RegistryAccess(ImageReference image, boolean insecure) {
        this.image = image;
        boolean plain = insecure || isLoopback(image.getRegistry());
        this.http = new FailoverHttpClient(plain, plain, event -> {});
    }

    /** Talks to a registry. */
    @FunctionalInterface
    interface Conversation<T> {
        T run() throws IOException, RegistryException;
    }

    private static boolean isLoopback(String registry) {
        String host = registry.replaceFirst(":\\d+$", "").replaceAll("[\\[\\]]", "");
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("::1") || isLoopbackAddress(host);
    }

    private static boolean isLoopbackAddress(String host) {
        if (!InetAddresses.isInetAddress(host)) {
            return false;
        }
        InetAddress address = InetAddresses.forString(host);
        return address.isLoopbackAddress();
    }

    /** A client that may push; asks for a token where the registry wants one. */
    RegistryClient clientForPush() throws IOException, RegistryException {
        Optional<Credential> credential = credential();
        RegistryClient client = client(credential);
        if (!client.doPushBearerAuth() && credential.isPresent()) {
            client.configureBasicAuth();
        }
        return client;
    }

    /** A client that may pull. */
    RegistryClient clientForPull() throws IOException, RegistryException {
        Optional<Credential> credential = credential();
        RegistryClient client = client(credential);
        if (!client.doPullBearerAuth() && credential.isPresent()) {
            client.configureBasicAuth();
        }
        return client;
    }

    private RegistryClient client(Optional<Credential> credential) {
        RegistryClient.Factory factory = RegistryClient.factory(
                        EventHandlers.NONE, image.getRegistry(), image.getRepository(), http)
                .setUserAgent(USER_AGENT);
        credential.ifPresent(factory::setCredential);
        return factory.newRegistryClient();
    }

    private Optional<Credential> credential() {
        CredentialRetrieverFactory factory = CredentialRetrieverFactory.forImage(image, event -> {});
        for (CredentialRetriever retriever : List.of(factory.dockerConfig(), factory.wellKnownCredentialHelpers())) {
            try {
                Optional<Credential> credential = retriever.retrieve();
                if (credential.isPresent()) {
                    return credential;
                }
            } catch (CredentialRetrievalException e) {
                throw new ImageException(
                        ImageException.Reason.UNAUTHORIZED,
                        "the login for " + image.getRegistry() + " cannot be read: " + e.getMessage(),
                        e);
            }
        }
        return Optional.empty();
    }

    /** Runs a conversation and tells in words what goes wrong in it. */
    <T> T call(Conversation<T> conversation) {
        try {
            return conversation.run();
        } catch (RegistryException | IOException e) {
            throw told(e);
        } finally {
            close();
        }
    }

    private void close() {
        try {
            http.shutDown();
        } catch (IOException e) {
            return; // nothing is kept open that anyone still needs
        }
    }

    private ImageException told(Exception failure) {
        String registry = image.getRegistry();
        String name = registry + "/" + image.getRepository();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return failed(ImageException.Reason.UNREACHABLE, "there is no host '" + host(registry) + "'", failure);
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return failed(ImageException.Reason.UNREACHABLE, "no registry answers at " + registry, failure);
            }
            if (cause instanceof SocketTimeoutException) {
                return failed(ImageException.Reason.UNREACHABLE, registry + " does not answer in time", failure);
            }
            if (cause instanceof InsecureRegistryException || cause instanceof SSLException) {
                return failed(
                        ImageException.Reason.INSECURE, registry + " speaks no https that is trusted here", failure);
            }
            if (cause instanceof RegistryUnauthorizedException refused) {
                int status = refused.getHttpResponseException().getStatusCode();
                return failed(
                        ImageException.Reason.UNAUTHORIZED,
                        status == 403
                                ? "this login may not use " + name + " (403)"
                                : registry + " wants a login for " + name + " (401)",
                        failure);
            }
            if (cause instanceof RegistryAuthenticationFailedException
                    || cause instanceof RegistryCredentialsNotSentException) {
                return failed(ImageException.Reason.UNAUTHORIZED, registry + " refused the login for " + name, failure);
            }
        }
        return other(failure, name);
    }

    private static ImageException other(Exception failure, String name) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof ResponseException)) {
            cause = cause.getCause();
        }
        String said = cause instanceof ResponseException response
                ? response.getStatusCode() + " " + response.getContent()
                : String.valueOf(cause.getMessage());
        return failed(ImageException.Reason.REFUSED, "the registry refused " + name + ": " + said.strip(), failure);
    }

    private static ImageException failed(ImageException.Reason reason, String message, Exception cause) {
        return new ImageException(reason, message, cause);
    }

    private static String host(String registry) {
        return registry.replaceFirst(":\\d+$", "");
    }
}
