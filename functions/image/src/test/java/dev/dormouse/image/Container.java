package dev.dormouse.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * A container of an image's tar, run by runc as a cluster would under the strictest rules: user and program of the image,
 * read-only root file system, no capability, no network but its own loopback.
 */
final class Container implements AutoCloseable {
    private static final Path RUNC = Path.of("/usr/sbin/runc");

    private final Path folder;
    private final String id;
    private final JsonNode config;

    Container(Path tar, Path folder) throws IOException {
        this.folder = folder;
        this.id = "dormouse-it-" + ProcessHandle.current().pid();
        this.config = unpack(tar, Files.createDirectories(folder.resolve("rootfs")));
    }

    /** Whether containers can be run here: as root, with runc and the tools to reach into a network namespace. */
    static boolean canRun() {
        return Files.isExecutable(RUNC)
                && "root".equals(System.getProperty("user.name"))
                && Files.isExecutable(Path.of("/usr/bin/nsenter"))
                && Files.isExecutable(Path.of("/usr/bin/curl"));
    }

    private static JsonNode unpack(Path tar, Path root) throws IOException {
        try (TarFile layout = new TarFile(tar.toFile())) {
            JsonNode index = json(layout, "index.json");
            JsonNode manifest = json(layout, blob(index.path("manifests").path(0)));
            for (JsonNode layer : manifest.path("layers")) {
                try (TarArchiveInputStream files =
                        new TarArchiveInputStream(new GZIPInputStream(stream(layout, blob(layer))))) {
                    for (TarArchiveEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                        place(files, entry, root.resolve(entry.getName()));
                    }
                }
            }
            return json(layout, blob(manifest.path("config"))).path("config");
        }
    }

    private static void place(TarArchiveInputStream files, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else {
            Files.createDirectories(target.getParent());
            Files.copy(files, target);
            target.toFile().setExecutable((entry.getMode() & 1) != 0, false);
            Files.setLastModifiedTime(target, entry.getLastModifiedTime());
        }
    }

    private static String blob(JsonNode descriptor) {
        return "blobs/sha256/" + descriptor.path("digest").asText().substring("sha256:".length());
    }

    private static JsonNode json(TarFile layout, String name) throws IOException {
        try (InputStream in = stream(layout, name)) {
            return JsonText.read(in.readAllBytes());
        }
    }

    private static InputStream stream(TarFile layout, String name) throws IOException {
        return layout.getInputStream(layout.getEntries().stream()
                .filter(entry -> entry.getName().equals(name))
                .findFirst()
                .orElseThrow());
    }

    /** Starts it with one more flag for the JVM, which fails the start where it cannot be obeyed. */
    Container start(String flag) throws Exception {
        require(new ProcessBuilder(RUNC.toString(), "spec", "--bundle", folder.toString()));
        Path file = folder.resolve("config.json");
        ObjectNode spec = (ObjectNode) JsonText.read(Files.readAllBytes(file));
        ((ObjectNode) spec.path("root")).put("readonly", true);
        ObjectNode process = (ObjectNode) spec.path("process");
        process.put("terminal", false).put("cwd", config.path("WorkingDir").asText());
        process.set("args", config.path("Entrypoint"));
        process.set("env", ((ArrayNode) config.path("Env").deepCopy()).add("JDK_JAVA_OPTIONS=" + flag));
        ((ObjectNode) process.path("user")).put("uid", 65532).put("gid", 65532);
        process.putObject("capabilities");
        process.remove("rlimits");
        Files.write(file, JsonText.pretty(spec));
        new ProcessBuilder(RUNC.toString(), "run", "--bundle", folder.toString(), id)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        return this;
    }

    Path log() {
        return folder.resolve("log.txt");
    }

    JsonNode config() {
        return config;
    }

    /** What a POST of JSON is answered, as soon as the function is ready. */
    String ask(String path, String body) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (System.nanoTime() < end) {
            String pid = pid();
            if (!pid.isEmpty()) {
                in(pid, "ip", "link", "set", "lo", "up");
                String ready = in(pid, "curl", "-s", "-f", "http://127.0.0.1:8080/q/health/ready");
                if (!ready.isEmpty()) {
                    return in(
                            pid,
                            "curl",
                            "-s",
                            "-H",
                            "Content-Type: application/json",
                            "-d",
                            body,
                            "http://127.0.0.1:8080" + path);
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("the container does not get ready: " + Files.readString(log()));
    }

    private String pid() throws IOException {
        Command state = Command.run(List.of(RUNC.toString(), "state", id));
        return state.succeeded()
                ? JsonText.read(state.output().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .path("pid")
                        .asText()
                : "";
    }

    private static String in(String pid, String... words) throws IOException {
        java.util.ArrayList<String> command = new java.util.ArrayList<>(List.of("nsenter", "--target", pid, "--net"));
        command.addAll(List.of(words));
        Command done = Command.run(command);
        return done.succeeded() ? done.output() : "";
    }

    private static void require(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
    }

    @Override
    public void close() throws Exception {
        Command.run(List.of(RUNC.toString(), "kill", id, "KILL"));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < end
                && Command.run(List.of(RUNC.toString(), "state", id)).succeeded()) {
            Command.run(List.of(RUNC.toString(), "delete", "--force", id));
        }
    }
}
