package dev.dormouse.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Runs command lines in this process and keeps what they print. */
final class Console {
    static final Path ROOT = Path.of(System.getProperty("dormouse.root", "../.."));

    private final Path cache;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private int status;

    Console(Path cache) {
        this.cache = cache;
    }

    Console run(Object... args) {
        return runWith("", args);
    }

    Console runWith(String input, Object... args) {
        out.reset();
        err.reset();
        Environment environment = new Environment(
                Optional.of(ROOT),
                Optional.empty(),
                cache,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        status = Main.run(environment, words);
        return this;
    }

    int status() {
        return status;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    static Path sample(String name) {
        return ROOT.resolve("samples").resolve(name);
    }
}
