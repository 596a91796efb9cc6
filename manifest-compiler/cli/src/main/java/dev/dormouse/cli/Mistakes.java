package dev.dormouse.cli;

import dev.dormouse.engine.BundleException;
import dev.dormouse.plan.PipelineException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong in one line and what to try in the next; a stack trace only when it was asked for. */
final class Mistakes implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
    private final PrintStream err;
    private final BooleanSupplier verbose;

    Mistakes(PrintStream err, BooleanSupplier verbose) {
        this.err = err;
        this.verbose = verbose;
    }

    /** A command line that cannot be understood: exit status 2. */
    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String advice = mistake instanceof UnmatchedArgumentException unmatched
                ? suggestion(unmatched).map(near -> near + "   or: ").orElse("")
                : "";
        String message = mistake instanceof UnmatchedArgumentException unmatched
                ? describe(unmatched)
                : String.valueOf(mistake.getMessage());
        tell(message, advice + name + " --help", mistake);
        return 2;
    }

    private static String describe(UnmatchedArgumentException unmatched) {
        String written = unmatched.getUnmatched().get(0);
        if (unmatched.isUnknownOption()) {
            return "there is no option '" + written + "'";
        }
        return unmatched.getCommandLine().getSubcommands().isEmpty()
                ? "'" + written + "' is one argument too many"
                : "there is no command '" + written + "'";
    }

    private static Optional<String> suggestion(UnmatchedArgumentException unmatched) {
        List<String> near = unmatched.getSuggestions();
        String name = unmatched.getCommandLine().getCommandSpec().qualifiedName();
        return near.isEmpty()
                ? Optional.empty()
                : Optional.of(near.get(0).startsWith(name) ? near.get(0) : name + " " + near.get(0));
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof CommandFailure known) {
            tell(String.valueOf(known.getMessage()), known.advice(), known);
            return known.exitCode();
        }
        Optional<CommandFailure> onCluster = ClusterMistakes.told(failure, command.getCommandName());
        if (onCluster.isPresent()) {
            tell(String.valueOf(onCluster.get().getMessage()), onCluster.get().advice(), failure);
            return onCluster.get().exitCode();
        }
        if (failure instanceof PipelineException refused) {
            String where = refused.step().map(step -> " (step '" + step + "')").orElse("");
            tell(refused.getMessage() + where, advice(refused), failure);
            return 1;
        }
        if (failure instanceof BundleException) {
            tell(String.valueOf(failure.getMessage()), "dormouse compile FOLDER -o BUNDLE", failure);
            return 1;
        }
        if (failure instanceof IOException) {
            tell(describe((IOException) failure), "check the path and its permissions", failure);
            return 2;
        }
        tell("internal error: " + failure, "the same command with --verbose, and report what it prints", failure);
        return 2;
    }

    private static String advice(PipelineException refused) {
        return switch (refused.code()) {
            case UPSTREAM_UNAVAILABLE, UPSTREAM_TIMEOUT, BAD_UPSTREAM ->
                "look at that server, then: the same command again";
            default -> "dormouse run TARGET, then GET /describe, shows the inputs";
        };
    }

    /** What a file or the system refused, with its path. */
    static String describe(IOException failure) {
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + " must not be read or written";
        }
        if (failure instanceof FileAlreadyExistsException there) {
            return String.valueOf(there.getMessage());
        }
        return String.valueOf(failure.getMessage());
    }

    private void tell(String message, String advice, Exception cause) {
        if (verbose.getAsBoolean()) {
            cause.printStackTrace(err);
        }
        err.println("dormouse: " + message);
        err.println("Try this: " + advice);
    }
}
