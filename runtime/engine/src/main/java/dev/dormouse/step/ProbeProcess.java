package dev.dormouse.step;

import dev.dormouse.step.ArtifactException.Reason;
import dev.dormouse.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tries a model in a process of its own: an engine written in C++ ends its process where an assertion of it fails. */
public final class ProbeProcess {
    /** The exit status for a model that was refused in good order: its reason, message and help are the last three lines. */
    private static final int REFUSED = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int SIGNALLED = 128;

    /** Engines would tell their makers that they run. */
    private static final Map<String, String> SILENT = Map.of("ORT_DISABLE_TELEMETRY", "1", "OPT_OUT_TRACKING", "true");

    private static final Pattern TELLING = Pattern.compile("Check failed|Exception|Error|what\\(\\):");
    /** Where a JVM writes that native code broke off: {@code #  SIGSEGV (0xb) at pc=…}, {@code # C  [libtorch_cpu.so+0x4a46]}. */
    private static final Pattern SIGNAL = Pattern.compile("^#\\s+(SIG[A-Z]+) ");

    private static final Pattern LIBRARY = Pattern.compile("^# C\\s+\\[([^+\\]]+)");

    private final List<String> command;
    private final String deed;
    private final String advice;

    /**
     * @param program whose {@code main} tries the model, in the engine's jar
     * @param deed what ends the process, to be followed by the model's name: "PyTorch ends its process on loading"
     * @param advice what to do then
     * @param others classes of libraries that the program needs beside its engine's
     */
    public ProbeProcess(Class<?> program, String deed, String advice, Class<?>... others) {
        this.deed = deed;
        this.advice = advice;
        this.command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                // a crash is told in a finding, not in files of the user's folder
                "-XX:ErrorFile=/dev/null",
                "-XX:-CreateCoredumpOnCrash",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                classPath(program, others),
                program.getName());
    }

    /**
     * Waits until the program has tried the model.
     *
     * @param name of the model, for messages
     * @throws ArtifactException if the program refuses it, or the process ends because of it
     */
    public void run(String name, List<String> arguments) {
        try {
            Path said = Files.createTempFile("dormouse-probe", ".out");
            Path complained = Files.createTempFile("dormouse-probe", ".err");
            try {
                int status = run(arguments, said, complained);
                if (status != 0) {
                    throw refusal(name, status, lines(said), lines(complained));
                }
            } finally {
                Files.delete(said);
                Files.delete(complained);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the program: says why the model is refused, and ends. */
    public static void refuse(ArtifactException refusal) {
        say(refusal.reason().name());
        say(String.valueOf(refusal.getMessage()));
        say(refusal.help());
        System.exit(REFUSED);
    }

    private static void say(String text) {
        byte[] line = (text.replaceAll("\\p{Cntrl}", " ") + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(line, 0, line.length);
        System.out.flush();
    }

    /** An engine may write bytes that are no text. */
    private static List<String> lines(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private int run(List<String> arguments, Path said, Path complained) throws IOException {
        List<String> words = new ArrayList<>(command);
        words.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectOutput(said.toFile()).redirectError(complained.toFile());
        builder.environment().putAll(SILENT);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the model was not loaded within " + PATIENCE.toMinutes() + " minutes");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a model was loaded", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private ArtifactException refusal(String name, int status, List<String> said, List<String> complained) {
        int lines = said.size();
        if (status == REFUSED && lines >= 3) {
            return new ArtifactException(Reason.valueOf(said.get(lines - 3)), said.get(lines - 2), said.get(lines - 1));
        }
        String how = found(SIGNAL, said)
                .orElse(status > SIGNALLED ? "signal " + (status - SIGNALLED) : "exit status " + status);
        String why = found(LIBRARY, said)
                .map(library -> "in " + library)
                .or(() -> complained.stream()
                        .filter(line -> TELLING.matcher(line).find())
                        .reduce((first, last) -> last)
                        .map(String::strip))
                .map(words -> ": " + words)
                .orElse("");
        return new ArtifactException(Reason.UNREADABLE, deed + " " + name + " (" + how + ")" + why, advice);
    }

    private static Optional<String> found(Pattern pattern, List<String> lines) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    /** The engine's own entries or, where it is in none of its own, the class path; behind them what it stands on. */
    private static String classPath(Class<?> program, Class<?>... others) {
        Stream<String> own = program.getClassLoader() instanceof URLClassLoader folder
                ? Stream.of(folder.getURLs()).map(ProbeProcess::file)
                : Stream.of(System.getProperty("java.class.path"));
        Stream<Class<?>> needed =
                Stream.concat(Stream.of(program, ArtifactException.class, Tensor.class), Stream.of(others));
        return Stream.concat(
                        own,
                        needed.map(type -> type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation())
                                .map(ProbeProcess::file))
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String file(URL url) {
        return Path.of(URI.create(url.toString())).toString();
    }
}
