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
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** A registry as one repository's owner sees it: credentials as Docker keeps them, and every refusal told in words. */
final class RegistryAccess {
    private static final String USER_AGENT = "dormouse";
    private static final int LINE = 200;

    private final ImageReference image;
    private final FailoverHttpClient http;

    /**
     * @param insecure whether plain http and certificates that are not trusted will do; logins are never sent over
     *     plain http but to this machine
     */
    RegistryAccess(ImageReference image, boolean insecure) {
        this.image = image;
        boolean loopback = isLoopback(image.getRegistry());
        this.http = new FailoverHttpClient(insecure || loopback, loopback, event -> {});
    }

    /** Talks to a registry. */
    @FunctionalInterface
    interface Conversation<T> {
        T run() throws IOException, RegistryException;
    }

    /** Asks for a token where the registry wants one; whether it did. */
    @FunctionalInterface
    private interface Login {
        boolean by(RegistryClient client) throws IOException, RegistryException;
    }

    private static boolean isLoopback(String registry) {
        String host = host(registry).replaceAll("[\\[\\]]", "");
        return host.equals("localhost")
                || (InetAddresses.isInetAddress(host)
                        && InetAddresses.forString(host).isLoopbackAddress());
    }

    /**
     * A client that may push.
     *
     * @param source a repository of the same registry from which layers may be taken over
     */
    RegistryClient clientForPush(Optional<String> source) throws IOException, RegistryException {
        return client(source, RegistryClient::doPushBearerAuth);
    }

    /** A client that may pull. */
    RegistryClient clientForPull() throws IOException, RegistryException {
        return client(Optional.empty(), RegistryClient::doPullBearerAuth);
    }

    private RegistryClient client(Optional<String> source, Login login) throws IOException, RegistryException {
        RegistryClient.Factory factory = RegistryClient.factory(
                        EventHandlers.NONE, image.getRegistry(), image.getRepository(), source.orElse(null), http)
                .setUserAgent(USER_AGENT);
        Optional<Credential> credential = credential();
        credential.ifPresent(factory::setCredential);
        RegistryClient client = factory.newRegistryClient();
        if (!login.by(client) && credential.isPresent()) {
            client.configureBasicAuth();
        }
        return client;
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

    /**
     * Runs a conversation and tells in words what goes wrong in it.
     *
     * @throws IOException if it is this machine that fails, such as a full disk
     */
    <T> T call(Conversation<T> conversation) throws IOException {
        try {
            return conversation.run();
        } catch (RegistryException | IOException e) {
            if (isOfThisMachine(e)) {
                throw new IOException(e.getMessage(), e);
            }
            throw told(e);
        } finally {
            close();
        }
    }

    private static boolean isOfThisMachine(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileSystemException) {
                return true;
            }
        }
        return DiskFull.isCauseOf(failure);
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
            if (cause instanceof RegistryCredentialsNotSentException) {
                return failed(
                        ImageException.Reason.UNAUTHORIZED,
                        registry + " wants a login for " + name + ", which is not sent over plain http",
                        failure);
            }
            if (cause instanceof RegistryAuthenticationFailedException) {
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
                ? response.getStatusCode() + " " + Objects.requireNonNullElse(response.getContent(), "")
                : Objects.requireNonNullElse(
                        cause.getMessage(), cause.getClass().getSimpleName());
        return failed(ImageException.Reason.REFUSED, "the registry refused " + name + ": " + line(said), failure);
    }

    /** A page of HTML, or what else a registry says, as the one line that is read. */
    static String line(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LINE ? line : line.substring(0, LINE - 1) + "…";
    }

    private static ImageException failed(ImageException.Reason reason, String message, Exception cause) {
        return new ImageException(reason, message, cause);
    }

    private static String host(String registry) {
        return registry.replaceFirst(":\\d+$", "");
    }
}
