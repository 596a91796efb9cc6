package dev.dormouse.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A virtual environment of Python with the packages that a test's counterpart needs, made once a build folder. */
public final class PythonVenv {
    private static final String DONE = "installed.txt";

    private final Path folder;

    private PythonVenv(Path folder) {
        this.folder = folder;
    }

    /** @param output standard output and standard error together */
    public record Result(int status, String output) {}

    /** @param requirements the file of packages; other contents make the environment anew */
    public static PythonVenv of(Path folder, Path requirements) throws IOException, InterruptedException {
        PythonVenv venv = new PythonVenv(folder.toAbsolutePath());
        Path done = venv.folder.resolve(DONE);
        if (!Files.exists(done) || Files.mismatch(done, requirements) >= 0) {
            require(run(List.of("python3", "-m", "venv", "--clear", venv.folder.toString())));
            require(run(List.of(
                    venv.python(),
                    "-m",
                    "pip",
                    "install",
                    "-q",
                    "--disable-pip-version-check",
                    "-r",
                    requirements.toAbsolutePath().toString())));
            Files.copy(requirements, done);
        }
        return venv;
    }

    private String python() {
        return folder.resolve("bin").resolve("python").toString();
    }

    /** Runs a script to its end. */
    public Result run(Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python(), script.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static Result run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private static void require(Result result) {
        if (result.status() != 0) {
            throw new IllegalStateException("python3 with venv and pip is needed:\n" + result.output());
        }
    }
}
