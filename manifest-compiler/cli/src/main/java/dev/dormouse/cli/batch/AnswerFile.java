package dev.dormouse.cli.batch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The answers on disk, one a line. A last line without its end was being written when a run was killed. */
final class AnswerFile implements AutoCloseable {
    private static final byte[] ERROR = "{\"error\":".getBytes(StandardCharsets.UTF_8);

    private final OutputStream out;
    private final long lines;
    private final long errors;

    private AnswerFile(OutputStream out, long lines, long errors) {
        this.out = out;
        this.lines = lines;
        this.errors = errors;
    }

    /** Opens the file behind its last complete line; what follows that is cut off. */
    static AnswerFile open(Path file) throws IOException {
        long lines = 0;
        long errors = 0;
        long end = 0;
        if (Files.exists(file)) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                long position = 0;
                int matched = 0;
                for (int c = in.read(); c >= 0; c = in.read()) {
                    position++;
                    if (c == '\n') {
                        lines++;
                        errors += matched == ERROR.length ? 1 : 0;
                        matched = 0;
                        end = position;
                    } else if (matched >= 0 && matched < ERROR.length) {
                        matched = c == ERROR[matched] ? matched + 1 : -1;
                    }
                }
            }
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(end);
        channel.position(end);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        return new AnswerFile(out, lines, errors);
    }

    /** Complete lines that were there when it was opened. */
    long lines() {
        return lines;
    }

    /** How many of them say that a row could not be answered. */
    long errors() {
        return errors;
    }

    void append(byte[] answer) throws IOException {
        out.write(answer);
        out.write('\n');
    }

    /** Hands all complete lines to the operating system, where they survive the end of this process. */
    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
