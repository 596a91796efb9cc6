package dev.dormouse.knative.client;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a node could not pull an image, by what its container runtime passed on from the registry. */
final class PullFailure {
    /** The kubelet and containerd wrap one another; the last part is what the registry or the network said. */
    private static final Pattern CORE = Pattern.compile(
            "(?:desc = )?(?:failed to pull and unpack image \"[^\"]*\": )?(?:failed to resolve reference \"[^\"]*\": )?([^\n]*)$");

    private enum Cause {
        MISSING("the registry does not have it", "push again without --image, or check the digest after the '@'", true),
        DENIED(
                "the registry does not give it to the node",
                "kubectl create secret docker-registry pull --docker-server=REGISTRY --docker-username=… --docker-password=…"
                        + "   then: kubectl patch serviceaccount default -p '{\"imagePullSecrets\": [{\"name\": \"pull\"}]}'",
                true),
        PLATFORM("it has nothing for the node's platform", "build it for the node: dormouse image --platform", true),
        PLAIN_HTTP(
                "the registry speaks plain HTTP, the node asks for HTTPS",
                "tell the nodes' container runtime that this registry is plain HTTP, or give the registry a certificate",
                true),
        CERTIFICATE(
                "the node does not trust the registry's certificate",
                "give the nodes' container runtime the registry's certificate authority",
                true),
        REACH(
                "the node does not reach the registry",
                "check the registry's name and port as the nodes see them",
                false),
        FULL("the node's disk is full", "free space on the node, or use another", false),
        UNKNOWN("", "kubectl describe pod   shows every attempt", false);

        private final String headline;
        private final String remedy;
        private final boolean lasting;

        Cause(String headline, String remedy, boolean lasting) {
            this.headline = headline;
            this.remedy = remedy;
            this.lasting = lasting;
        }
    }

    private PullFailure() {}

    static boolean isFinal(String message) {
        return cause(message).lasting;
    }

    static Diagnosis diagnose(String image, String message) {
        Cause cause = cause(message);
        String headline = "the image cannot be pulled" + (cause.headline.isEmpty() ? "" : ": " + cause.headline);
        return new Diagnosis(headline, List.of("image: " + image, "said: " + core(message)), cause.remedy);
    }

    private static Cause cause(String message) {
        String said = message.toLowerCase(Locale.ROOT);
        if (said.contains("no match for platform") || said.contains("no matching manifest")) {
            return Cause.PLATFORM;
        }
        if (said.contains("server gave http response to https client")) {
            return Cause.PLAIN_HTTP;
        }
        if (said.contains("x509") || said.contains("certificate")) {
            return Cause.CERTIFICATE;
        }
        if (said.contains("no space left")) {
            return Cause.FULL;
        }
        if (said.contains("no such host")
                || said.contains("connection refused")
                || said.contains("timeout")
                || said.contains("no route to host")) {
            return Cause.REACH;
        }
        if (said.contains("unauthorized")
                || said.contains("denied")
                || said.contains("forbidden")
                || said.contains("authorization failed")) {
            return Cause.DENIED;
        }
        return said.contains("not found") || said.contains("manifest unknown") ? Cause.MISSING : Cause.UNKNOWN;
    }

    private static String core(String message) {
        int described = message.lastIndexOf("desc = ");
        String last = described < 0 ? message : message.substring(described);
        Matcher matcher = CORE.matcher(last.strip());
        return matcher.find() && !matcher.group(1).isBlank() ? matcher.group(1) : last.strip();
    }
}
