package dev.dormouse.compiler.resolve;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;

/**
 * What comes over the network, on its way to a file: refuses what is too large or takes too long, and knows whether
 * all of it came.
 */
final class Download extends OutputStream {
    private static final long UNKNOWN = -1;

    private final OutputStream file;
    private final Limits limits;
    private final long start = System.nanoTime();
    private long expected = UNKNOWN;
    private long count;

    Download(OutputStream file, Limits limits) {
        this.file = file;
        this.limits = limits;
    }

    /** The most that one source may take: size in bytes, and time from the first byte to the last. */
    record Limits(long bytes, Duration time) {
        static final Limits USUAL = new Limits(4L << 30, Duration.ofHours(1));
    }

    /**
     * Says how many bytes will come; a negative number says nothing.
     *
     * @throws IOException if they are too many
     */
    void expect(long bytes) throws IOException {
        refuseBeyondLimit(bytes);
        expected = bytes;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        refuseBeyondLimit(count + length);
        if (System.nanoTime() - start > limits.time().toNanos()) {
            throw new IOException(
                    "it took longer than " + limits.time().toSeconds() + " s, the most that is waited for");
        }
        file.write(bytes, offset, length);
        count += length;
    }

    @Override
    public void flush() throws IOException {
        file.flush();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /**
     * Checks that all bytes came.
     *
     * @throws IOException if the other end stopped before
     */
    void complete() throws IOException {
        if (expected >= 0 && count != expected) {
            throw new IOException("the answer ended after " + count + " of " + expected + " bytes");
        }
    }

    private void refuseBeyondLimit(long bytes) throws IOException {
        if (bytes > limits.bytes()) {
            throw new IOException("it has more than " + limits.bytes() + " bytes, the most that is fetched");
        }
    }
}
