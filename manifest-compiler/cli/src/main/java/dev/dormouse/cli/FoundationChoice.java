package dev.dormouse.cli;

import dev.dormouse.image.Base;
import dev.dormouse.image.Platform;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What images are for and stand on. */
final class FoundationChoice {
    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            description = "linux/amd64 or linux/arm64; this machine's if left out.")
    private @Nullable String platform;

    @Option(
            names = "--base",
            paramLabel = "REGISTRY/IMAGE",
            description = "Build on this image, which holds glibc and Java, instead of this machine's own.")
    private @Nullable String base;

    @Option(
            names = "--insecure-registry",
            description = "Speak plain http, or https with any certificate; to this machine plain http always goes.")
    private boolean insecure;

    boolean insecure() {
        return insecure;
    }

    Platform platform() {
        try {
            return platform == null ? Platform.ofThisMachine() : Platform.parse(platform);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.unusable(String.valueOf(e.getMessage()), "--platform linux/amd64");
        }
    }

    Base base() {
        return base == null ? new Base.ThisMachine() : new Base.Registry(base, insecure);
    }
}
