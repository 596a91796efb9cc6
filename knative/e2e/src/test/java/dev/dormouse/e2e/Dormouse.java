package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A finished call of {@code ./dormouse}. */
record Dormouse(int status, String printed, String told, double seconds) {
    private static final long LIMIT_SECONDS = 240;

    static Path root() {
        return Path.of(System.getProperty("dormouse.root", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    static Path sample(String name) {
        return root().resolve("samples").resolve(name);
    }

    /** Calls it as a user would, in the repository's folder. */
    static Dormouse call(Object... words) throws IOException, InterruptedException {
        List<String> command = command(words);
        long begun = System.nanoTime();
        Process process = start(command);
        Thread limit = new Thread(() -> endAfterLimit(process), "limit");
        limit.setDaemon(true);
        limit.start();
        CompletableFuture<String> told = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        String printed = text(process.getInputStream());
        int status = process.waitFor();
        Dormouse call = new Dormouse(status, printed, told.join(), (System.nanoTime() - begun) / 1e9);
        System.out.printf(
                "%s%n  exit status %d after %.1f s%n%s%n",
                String.join(" ", command), call.status(), call.seconds(), call.output());
        return call;
    }

    /** Calls it, and kills it (SIGKILL) as soon as it tells this. Gives what it told; fails if it ends before. */
    static String killedAt(String line, Object... words) throws IOException, InterruptedException {
        List<String> command = command(words);
        Process process = start(command);
        StringBuilder told = new StringBuilder();
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String one = lines.readLine(); one != null; one = lines.readLine()) {
                told.append(one).append('\n');
                if (one.contains(line)) {
                    process.destroyForcibly();
                    break;
                }
            }
        }
        int status = process.waitFor();
        System.out.printf("%s%n  exit status %d, killed%n%s%n", String.join(" ", command), status, told);
        assertThat(status).as(told.toString()).isEqualTo(128 + 9);
        return told.toString();
    }

    private static List<String> command(Object... words) {
        List<String> command =
                new ArrayList<>(List.of(root().resolve("dormouse").toString()));
        for (Object word : words) {
            command.add(word.toString());
        }
        return command;
    }

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(root().toFile());
        builder.environment().put("DORMOUSE_INGRESS", Cluster.ingress().getAuthority());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** What a user sees: the standard output, then what was told beside it. */
    String output() {
        return printed + told;
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void endAfterLimit(Process process) {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
