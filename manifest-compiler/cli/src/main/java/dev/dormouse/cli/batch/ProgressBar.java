package dev.dormouse.cli.batch;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** A bar on a terminal, redrawn a few times a second; silent elsewhere. */
public final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = 200_000_000;

    private final PrintStream out;
    private final boolean terminal;
    private final long totalBytes;
    private final long start = System.nanoTime();
    private long drawn = start - REDRAW_NANOS;
    private long firstRow = -1;

    /** @param totalBytes the size of the input: rows are not counted beforehand */
    public ProgressBar(PrintStream out, boolean terminal, long totalBytes) {
        this.out = out;
        this.terminal = terminal;
        this.totalBytes = Math.max(1, totalBytes);
    }

    /** Says how far it is. */
    void at(long bytes, long rows) {
        long now = System.nanoTime();
        if (firstRow < 0) {
            firstRow = rows;
        }
        if (terminal && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            out.print("\r" + text(Math.min(bytes, totalBytes), rows, (now - start) / 1e9) + "\u001b[K");
            out.flush();
        }
    }

    private String text(long bytes, long rows, double seconds) {
        double share = (double) bytes / totalBytes;
        int full = (int) (share * WIDTH);
        double speed = (rows - firstRow) / Math.max(seconds, 1e-9);
        String left = share <= 0 ? "" : ", " + clock(seconds / share * (1 - share)) + " left";
        return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] "
                + String.format(Locale.ROOT, "%3.0f %%, %d rows, %.0f/s", 100 * share, rows, speed) + left;
    }

    private static String clock(double seconds) {
        Duration duration = Duration.ofSeconds((long) Math.ceil(seconds));
        return duration.toMinutes() == 0
                ? duration.toSeconds() + " s"
                : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    /** Clears the line, so that what is printed next starts on it. */
    @Override
    public void close() {
        if (terminal) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
