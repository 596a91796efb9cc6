package dev.dormouse.cli.batch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads lines as bytes, blank ones left out, and never keeps more of one than a bound. */
final class RowReader {
    private final InputStream in;
    private final int maxBytes;
    private long line;
    private long bytesRead;

    /** @param in buffered by the caller */
    RowReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The next line that is not blank; empty at the end. */
    Optional<Row> next() throws IOException {
        while (true) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            boolean blank = true;
            boolean tooLong = false;
            int c = in.read();
            if (c < 0) {
                return Optional.empty();
            }
            line++;
            for (; c >= 0 && c != '\n'; c = in.read()) {
                bytesRead++;
                blank &= Character.isWhitespace(c);
                tooLong |= kept.size() >= maxBytes;
                if (!tooLong) {
                    kept.write(c);
                }
            }
            bytesRead++;
            if (!blank) {
                return Optional.of(new Row(line, tooLong ? new byte[0] : kept.toByteArray(), tooLong));
            }
        }
    }

    /** How far the reader is in the file. */
    long bytesRead() {
        return bytesRead;
    }

    /**
     * One line.
     *
     * @param number counted from 1, blank lines included
     * @param bytes empty if it is too long
     */
    record Row(long number, byte[] bytes, boolean tooLong) {}
}
