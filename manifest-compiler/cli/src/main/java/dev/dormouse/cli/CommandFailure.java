package dev.dormouse.cli;

import dev.dormouse.step.ArtifactException;
import java.nio.file.Path;

/** A command that cannot do what it was asked; told in two lines, what is wrong and what to try. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final String advice;

    private CommandFailure(int exitCode, String message, String advice) {
        super(message);
        this.exitCode = exitCode;
        this.advice = advice;
    }

    /** It was tried and did not work: exit status 1. */
    static CommandFailure failed(String message, String advice) {
        return new CommandFailure(1, message, advice);
    }

    /** It could not be tried: exit status 2. */
    static CommandFailure unusable(String message, String advice) {
        return new CommandFailure(2, message, advice);
    }

    /** A model without a manifest that cannot be served; the cause says why. */
    static CommandFailure unreadable(Path model, ArtifactException cause) {
        CommandFailure failure = failed(model + ": " + cause.getMessage(), cause.help());
        failure.initCause(cause);
        return failure;
    }

    int exitCode() {
        return exitCode;
    }

    /** What to do, a command where there is one. */
    String advice() {
        return advice;
    }
}
