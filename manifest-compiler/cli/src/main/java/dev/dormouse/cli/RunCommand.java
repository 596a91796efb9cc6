package dev.dormouse.cli;

import dev.dormouse.cli.run.Address;
import dev.dormouse.cli.run.FunctionProcess;
import dev.dormouse.cli.run.Supervisor;
import dev.dormouse.cli.run.Watch;
import dev.dormouse.compiler.Compilation;
import dev.dormouse.engine.Bundle;
import dev.dormouse.plan.Plan;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves a target until it is told to end; on a change compiles again and swaps what runs. */
@Command(
        name = "run",
        description = {
            "Serves a pipeline over HTTP and gRPC until Ctrl-C.",
            "Compiles again when a file beside the manifest changes: with errors the old one goes on running,"
                    + " else the new one takes its place."
        })
final class RunCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final int GRPC_PORT = 9000;
    private static final Duration START = Duration.ofMinutes(5);

    private final Environment environment;
    private final TargetCompiler compiler;

    @Parameters(paramLabel = "TARGET", description = "A manifest, its folder, a bundle, or a model file.")
    private Path path = Path.of("");

    @Option(
            names = {"-p", "--port"},
            defaultValue = "8080",
            description = "HTTP port, ${DEFAULT-VALUE} if left out; 0 takes a free one.")
    private int port;

    @Option(
            names = "--grpc-port",
            description = "gRPC port; 0 takes a free one. If left out: 9000 if that is free, none for a bundle.")
    private @Nullable Integer grpcPort;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on, ${DEFAULT-VALUE} if left out; 0.0.0.0 for all.")
    private String host = "";

    @Option(
            names = "--reload",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Compile again on a change; on if left out.")
    private boolean reload;

    RunCommand(Environment environment, TargetCompiler compiler) {
        this.environment = environment;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Target target = Target.find(path);
        requirePort("--port", port);
        Address address = free(new Address(host, port), "--port").withPort();
        Supervisor supervisor = new Supervisor(launcher(), address, grpc(target));
        Watch watch = new Watch(target.watched());
        Path bundle = bundle(target);
        supervisor.endWithThisProcess();
        FunctionProcess function = started(supervisor, bundle, address);
        boolean watching = reload && !(target instanceof Target.BundleFolder);
        if (watching) {
            environment.err().println("Reloads when a file in " + target.watched() + " changes. Ctrl-C ends it.");
        }
        return watching ? serve(target, function, bundle, supervisor, watch, address) : awaitEnd(function);
    }

    /** Whoever names a port gets that one or an error; the usual one is left to whoever has it. */
    private OptionalInt grpc(Target target) throws IOException {
        if (grpcPort != null) {
            requirePort("--grpc-port", grpcPort);
            return OptionalInt.of(
                    free(new Address(host, grpcPort), "--grpc-port").withPort().port());
        }
        if (target instanceof Target.BundleFolder) {
            return OptionalInt.empty();
        }
        if (!new Address(host, GRPC_PORT).isFree()) {
            environment
                    .err()
                    .println("dormouse: port " + GRPC_PORT
                            + " is in use, so this function speaks no gRPC; --grpc-port takes another");
            return OptionalInt.empty();
        }
        return OptionalInt.of(GRPC_PORT);
    }

    private static void requirePort(String option, int port) {
        if (port < 0 || port > 65535) {
            throw CommandFailure.unusable(
                    option + " " + port + " is none: ports are 0 to 65535", option + " 0 for any free one");
        }
    }

    private Address free(Address wanted, String option) throws IOException {
        try {
            if (wanted.isFree()) {
                return wanted;
            }
        } catch (UnknownHostException e) {
            throw CommandFailure.unusable(
                    "there is no address '" + wanted.host() + "'",
                    "--host 127.0.0.1, or 0.0.0.0 for all of this machine");
        }
        throw CommandFailure.unusable(
                "port " + wanted.port() + " on " + wanted.host() + " is in use or may not be used",
                "dormouse run " + path + " " + option + " " + (wanted.port() + 1) + "   or " + option
                        + " 0 for any free one");
    }

    private Path launcher() {
        return environment
                .home()
                .map(home -> home.resolve("dormouse"))
                .filter(Files::isExecutable)
                .orElseThrow(() -> CommandFailure.unusable(
                        "this command line was started without ./dormouse, which starts functions",
                        "./dormouse run " + path));
    }

    private Path bundle(Target target) throws IOException {
        return target instanceof Target.BundleFolder folder
                ? folder.path()
                : new BundleCache(environment.cache()).bundle(compiler.require(target));
    }

    private FunctionProcess started(Supervisor supervisor, Path bundle, Address address)
            throws IOException, InterruptedException {
        return start(supervisor, bundle, address)
                .orElseThrow(() -> CommandFailure.failed(
                        "the function did not get ready; what it printed is above", "dormouse check " + path));
    }

    private Optional<FunctionProcess> start(Supervisor supervisor, Path bundle, Address address)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Optional<FunctionProcess> function = supervisor.start(bundle);
        if (function.isEmpty() || !function.get().awaitReady(START)) {
            return Optional.empty();
        }
        Plan plan = Bundle.open(bundle).plan();
        double seconds = (System.nanoTime() - begin) / 1e9;
        environment.err().print(new Greeting(plan, address.url(), environment.cache()).text(seconds));
        return function;
    }

    private static int awaitEnd(FunctionProcess function) throws InterruptedException {
        while (!function.awaitEnd(Duration.ofDays(1))) {
            continue;
        }
        return function.exitStatus();
    }

    private int serve(
            Target target, FunctionProcess first, Path firstBundle, Supervisor supervisor, Watch watch, Address address)
            throws IOException, InterruptedException {
        FunctionProcess function = first;
        Path bundle = firstBundle;
        while (!function.awaitEnd(LOOK)) {
            if (!watch.hasChanged()) {
                continue;
            }
            Optional<Path> changed = recompiled(target);
            if (changed.isEmpty() || changed.get().equals(bundle)) {
                continue;
            }
            function.stop();
            Optional<FunctionProcess> next = start(supervisor, changed.get(), address);
            if (next.isPresent()) {
                bundle = changed.get();
                function = next.get();
            } else {
                environment.err().println("dormouse: the changed pipeline did not start; going back");
                function = started(supervisor, bundle, address);
            }
        }
        return function.exitStatus();
    }

    /** The bundle of the changed target; empty, with the findings printed, if it cannot be compiled just now. */
    private Optional<Path> recompiled(Target target) {
        try {
            Compilation.Compiled compiled = compiler.require(target);
            return Optional.of(new BundleCache(environment.cache()).bundle(compiled));
        } catch (CommandFailure e) {
            return kept(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return kept(Mistakes.describe(e));
        }
    }

    private Optional<Path> kept(String reason) {
        environment.err().println("dormouse: " + reason + "; the old one goes on running");
        return Optional.empty();
    }
}
