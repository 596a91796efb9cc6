package dev.dormouse.cli;

import picocli.CommandLine.Option;

/** How far the registry is trusted to which images go. */
final class RegistryTrust {
    @Option(
            names = "--insecure-registry",
            description = "Let the registry to which images go speak plain http, or https with any certificate."
                    + " Over plain http no login is sent; to this machine plain http always goes.")
    private boolean insecure;

    boolean insecure() {
        return insecure;
    }
}
