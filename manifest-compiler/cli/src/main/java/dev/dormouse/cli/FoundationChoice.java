package dev.dormouse.cli;

import dev.dormouse.image.Base;
import dev.dormouse.image.Platform;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What images are for and stand on. */
final class FoundationChoice {
    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            description = "Of the machines that run it: linux/amd64 or linux/arm64; this machine's if left out.")
    private @Nullable String platform;

    @Option(
            names = "--base",
            paramLabel = "REGISTRY/IMAGE",
            description = {
                "Build on this image, which holds glibc and Java, instead of this machine's own.",
                "Its java is run here, as you, to record the start-up archive: take a base that you trust."
            })
    private @Nullable String base;

    @Option(
            names = "--insecure-base",
            description = "Let the base's registry speak plain http, or https with any certificate:"
                    + " whoever is between gives you another base.")
    private boolean insecureBase;

    Platform platform() {
        try {
            return platform == null ? Platform.ofThisMachine() : Platform.parse(platform);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.unusable(String.valueOf(e.getMessage()), "--platform linux/amd64");
        }
    }

    Base base() {
        return base == null ? new Base.ThisMachine() : new Base.Registry(base, insecureBase);
    }

    /** The first option that was given, for commands that can do without a foundation. */
    Optional<String> given() {
        if (base != null) {
            return Optional.of("--base");
        }
        if (insecureBase) {
            return Optional.of("--insecure-base");
        }
        return platform == null ? Optional.empty() : Optional.of("--platform");
    }
}
