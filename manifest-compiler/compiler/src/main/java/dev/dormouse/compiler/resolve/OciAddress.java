package dev.dormouse.compiler.resolve;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code oci://REGISTRY/REPO[:TAG|@sha256:HEX][/FILE]}: a file in an OCI artifact, as ORAS pushes it.
 *
 * <p>REGISTRY is a host with an optional port and is never left out. REPO ends at the first {@code :} or {@code @}; the
 * slash after the tag or digest starts FILE. Without a tag or digest all of the path is REPO, the tag is {@code latest}
 * and there is no FILE. FILE is the layer's {@code org.opencontainers.image.title}; without it the artifact must have
 * one layer, which is the file.
 *
 * @param registry host and port
 * @param repository path below the registry
 * @param qualifier a tag, or {@code sha256:HEX} of the manifest
 * @param file the title of the layer, if one is named
 */
record OciAddress(String registry, String repository, String qualifier, Optional<String> file) {
    private static final String NAME = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";
    private static final Pattern FORM = Pattern.compile("oci://(?<registry>[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?)"
            + "/(?<repository>" + NAME + "(?:/" + NAME + ")*)"
            + "(?:(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127})|@(?<digest>sha256:[0-9a-f]{64}))(?:/(?<file>.+))?)?");
    private static final Pattern LOOPBACK = Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3})(?::[0-9]+)?");

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none, saying the form
     */
    static OciAddress parse(String source) {
        Matcher matcher = FORM.matcher(source);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "write oci://REGISTRY/REPO:TAG/FILE or oci://REGISTRY/REPO@sha256:…/FILE");
        }
        Optional<String> digest = Optional.ofNullable(matcher.group("digest"));
        Optional<String> tag = Optional.ofNullable(matcher.group("tag"));
        return new OciAddress(
                matcher.group("registry"),
                matcher.group("repository"),
                digest.or(() -> tag).orElse("latest"),
                Optional.ofNullable(matcher.group("file")));
    }

    /** Whether the registry is on this machine by its very name; a name that is looked up never counts. */
    boolean loopback() {
        return isLoopback(registry);
    }

    /** Whether HOST or HOST:PORT is this machine by its very name. */
    static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    /** The host that serves the registry: Docker Hub answers under another name than its own. */
    String server() {
        return registry.equals("docker.io") ? "registry-1.docker.io" : registry;
    }

    /** Whether a manifest of this digest ({@code sha256:HEX}) is the one that is named; always true for a tag. */
    boolean admits(String manifestDigest) {
        return !qualifier.startsWith("sha256:") || qualifier.equals(manifestDigest);
    }
}
