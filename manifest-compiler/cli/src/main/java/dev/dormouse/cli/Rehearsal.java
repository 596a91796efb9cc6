package dev.dormouse.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Does what users do most, once, so that the JVM records the classes for a start-up archive. Called by
 * {@code ./dormouse} after a build, never by a user.
 */
public final class Rehearsal {
    private static final Pattern LISTENING = Pattern.compile("(?i)listening on:? (http://[0-9.]+:\\d+)");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROUNDS = 20;
    private static final String TEXT = "{\"text\": [\"A gorgeous, witty film.\"]}";

    private Rehearsal() {}

    /**
     * With a folder of samples and one for a bundle: uses the command line. With {@code --function} and the file that a
     * function prints to: waits for its address and asks it.
     */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("--function")) {
            ask(address(Path.of(args[1])));
        } else {
            commandLine(Path.of(args[0]), Path.of(args[1]));
        }
    }

    private static void commandLine(Path samples, Path bundle) {
        Environment process = Environment.ofProcess();
        Environment silent = new Environment(
                process.home(),
                process.build(),
                process.cache(),
                InputStream.nullInputStream(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                process.err(),
                false);
        String sentiment = samples.resolve("sentiment-en").toString();
        Main.run(silent, "--help");
        Main.run(silent, "steps");
        Main.run(silent, "steps", "tokenizer");
        Main.run(silent, "check", samples.resolve("wine").toString());
        Main.run(silent, "compile", sentiment, "--output", bundle.toString());
        Main.run(silent, "predict", bundle.toString(), TEXT);
    }

    private static String address(Path printed) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            Matcher matcher = LISTENING.matcher(Files.readString(printed));
            if (matcher.find()) {
                return matcher.group(1);
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("the function did not start: " + Files.readString(printed));
    }

    private static void ask(String url) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            for (String path : List.of("/q/health/ready", "/describe", "/metrics")) {
                exchange(url + path, Optional.empty());
            }
            exchange(url + "/eval", Optional.of(TEXT));
            exchange(url + "/sentiment-en", Optional.of(TEXT));
        }
    }

    private static void exchange(String url, Optional<String> body) throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        if (body.isPresent()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.get().getBytes(StandardCharsets.UTF_8));
            }
        }
        InputStream answer =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream();
        if (answer != null) {
            answer.readAllBytes();
        }
    }
}
