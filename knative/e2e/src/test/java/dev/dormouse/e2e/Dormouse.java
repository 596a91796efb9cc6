package dev.dormouse.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A finished call of {@code ./dormouse}; both outputs come as one. */
record Dormouse(int status, String output, double seconds) {
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
        List<String> command =
                new ArrayList<>(List.of(root().resolve("dormouse").toString()));
        for (Object word : words) {
            command.add(word.toString());
        }
        long begun = System.nanoTime();
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root().toFile()).redirectErrorStream(true);
        builder.environment().put("DORMOUSE_INGRESS", Cluster.ingress().getAuthority());
        Process process = builder.start();
        process.getOutputStream().close();
        Thread limit = new Thread(() -> endAfterLimit(process), "limit");
        limit.setDaemon(true);
        limit.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "%s%n  exit status %d after %.1f s%n%s%n", String.join(" ", command), status, seconds, output);
        return new Dormouse(status, output, seconds);
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
