package dev.dormouse.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A run of {@code ./dormouse} as a process; both outputs come as one. */
final class Script implements AutoCloseable {
    private static final long LIMIT_SECONDS = 180;
    private static final Path ROOT =
            Path.of(System.getProperty("dormouse.root", "../..")).toAbsolutePath();

    private final Process process;
    private final BufferedReader printed;
    private final List<String> lines = new ArrayList<>();

    private Script(Process process) {
        this.process = process;
        CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS).execute(this::close);
        this.printed = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Path script() {
        return ROOT.resolve("dormouse");
    }

    /** Where the tests keep what they stage: Maven has just built it, so that the script need not. */
    static Path state() {
        return ROOT.resolve("manifest-compiler/cli/target/dormouse-state");
    }

    static Script start(Path folder, Object... words) throws IOException {
        return start(script(), state(), folder, words);
    }

    static Script start(Path script, Path state, Path folder, Object... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        for (Object word : words) {
            command.add(word.toString());
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("DORMOUSE_STATE", state.toString());
        builder.environment().put("DORMOUSE_SKIP_MAVEN", "1");
        builder.environment().put("DORMOUSE_CACHE", folder.resolve("cache").toString());
        return new Script(builder.start());
    }

    /** Reads on until such a line is printed. */
    String await(Predicate<String> wanted) {
        try {
            for (String line = printed.readLine(); line != null; line = printed.readLine()) {
                lines.add(line);
                if (wanted.test(line)) {
                    return line;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("ended before that was printed; what was: " + lines);
    }

    /** Reads on until all of these were printed, in any order; gives the line with the first. */
    String awaitAll(String... parts) {
        await(line -> Arrays.stream(parts).allMatch(part -> lines.stream().anyMatch(known -> known.contains(part))));
        return lines.stream()
                .filter(line -> line.contains(parts[0]))
                .findFirst()
                .orElseThrow();
    }

    /** Waits for the end of the process; gives everything that it printed. */
    String end() throws InterruptedException {
        String rest = String.join("\n", printed.lines().toList());
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + LIMIT_SECONDS + " s: " + lines + rest);
        }
        return String.join("\n", lines) + "\n" + rest;
    }

    /** Sends SIGTERM; unlike {@link Process#destroy}, leaves what is printed then readable. */
    void terminate() {
        process.toHandle().destroy();
    }

    int status() {
        return process.exitValue();
    }

    Process process() {
        return process;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    static boolean isBuilt() {
        return Files.exists(ROOT.resolve("functions/app/target/quarkus-app/quarkus-run.jar"));
    }
}
