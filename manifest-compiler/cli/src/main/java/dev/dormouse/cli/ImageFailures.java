package dev.dormouse.cli;

import dev.dormouse.image.DiskFull;
import dev.dormouse.image.ImageException;
import java.io.IOException;

/** What to do when an image cannot be made, written or pushed. */
final class ImageFailures {
    private ImageFailures() {}

    /** Does it, and tells what goes wrong with what to try. */
    static <T> T telling(Work<T> work) {
        try {
            return work.run();
        } catch (ImageException e) {
            throw DiskFull.isCauseOf(e) ? full(String.valueOf(e.getMessage())) : told(e);
        } catch (IOException e) {
            throw DiskFull.isCauseOf(e)
                    ? full(Mistakes.describe(e))
                    : CommandFailure.failed(Mistakes.describe(e), "check the path and its permissions");
        }
    }

    /** Something that makes, writes or pushes images. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    private static CommandFailure told(ImageException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure.reason()) {
            case JDK ->
                CommandFailure.unusable(
                        message, "install a whole JDK 25 (17 at least) and set DORMOUSE_JAVA_HOME to its folder");
            case BASE, PLATFORM ->
                CommandFailure.unusable(
                        message, "--base REGISTRY/IMAGE with an image of that platform that holds Java");
            case NAME -> CommandFailure.unusable(message, "--to registry.example/team/sentiment:1.0");
            case UNREACHABLE ->
                CommandFailure.failed(
                        message,
                        "check the name and the network: curl https://REGISTRY/v2/   or write a file with --tar");
            case UNAUTHORIZED ->
                CommandFailure.failed(
                        message,
                        "docker login REGISTRY (or another tool that writes ~/.docker/config.json), then again");
            case INSECURE ->
                CommandFailure.failed(
                        message,
                        "--insecure-registry (of a base --insecure-base), if it is yours and you know that it speaks plain http");
            case REFUSED -> CommandFailure.failed(message, "the registry's own log says more; calling again goes on");
            case DISK_FULL -> full(message);
            case DAMAGED -> CommandFailure.failed(message, "fetch or make the file again");
            case TOOL -> CommandFailure.failed(message, "the same command with --verbose");
        };
    }

    private static CommandFailure full(String message) {
        return CommandFailure.failed(
                "the disk is full: " + message,
                "make room there and in the folder for temporary files, then call again; nothing half-made is left");
    }
}
