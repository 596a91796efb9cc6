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
import java.util.Arrays;
import java.util.List;

/** The answers on disk, one a line. A last line without its end was being written when a run was killed. */
final class AnswerFile implements AutoCloseable {
    static final byte[] ERROR = "{\"error\"".getBytes(StandardCharsets.UTF_8);

    private final OutputStream out;
    private final long lines;
    private final long errors;

    private AnswerFile(OutputStream out, long lines, long errors) {
        this.out = out;
        this.lines = lines;
        this.errors = errors;
    }

    /**
     * The complete lines in a file, none if it does not exist.
     *
     * @param openings what every answer begins with, one of them
     * @throws ForeignOutputException if a line, also one without its end, does not: it is somebody's other file
     */
    static long lines(Path file, List<byte[]> openings) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (Lines found = new Lines(file)) {
            while (found.next()) {
                if (openings.stream().noneMatch(found::beginsWith)) {
                    throw new ForeignOutputException(file + " is not of such a run: line " + (found.current())
                            + " is no answer of this pipeline");
                }
                if (!found.complete) {
                    break;
                }
            }
            return found.number;
        }
    }

    /** Opens the file behind so many complete lines; what follows is cut off. */
    static AnswerFile open(Path file, long keep) throws IOException {
        long errors = 0;
        long end = 0;
        if (keep > 0) {
            try (Lines found = new Lines(file)) {
                while (found.number < keep && found.next()) {
                    errors += found.beginsWith(ERROR) ? 1 : 0;
                    end = found.position;
                }
            }
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(end);
        channel.position(end);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        return new AnswerFile(out, keep, errors);
    }

    /** Lines that were there and are kept. */
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

    /** Goes through a file line by line, keeping only how each begins. */
    private static final class Lines implements AutoCloseable {
        private final InputStream in;
        private final byte[] start = new byte[256];
        private int length;
        private boolean complete;
        private long position;
        private long number;

        Lines(Path file) throws IOException {
            this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        }

        /** Goes behind the next line, and counts it if it is complete; false if there is none. */
        boolean next() throws IOException {
            length = 0;
            int c = in.read();
            if (c < 0) {
                return false;
            }
            for (; c >= 0 && c != '\n'; c = in.read()) {
                position++;
                if (length < start.length) {
                    start[length++] = (byte) c;
                }
            }
            complete = c == '\n';
            position += complete ? 1 : 0;
            number += complete ? 1 : 0;
            return true;
        }

        /** The number of the line, from 1. */
        long current() {
            return complete ? number : number + 1;
        }

        /** Whether the line begins so, as far as it was written. */
        boolean beginsWith(byte[] opening) {
            int compared = Math.min(Math.min(opening.length, start.length), complete ? start.length : length);
            return compared <= length && Arrays.equals(start, 0, compared, opening, 0, compared);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
