package dev.dormouse.image;

/** How the system says that no room is left, whoever passes it on: Java, the JVM as a tool, jlink, a copied message. */
public final class DiskFull {
    private DiskFull() {}

    /** Whether a text tells of it. */
    static boolean isIn(String text) {
        return text.contains("No space left on device") || text.contains("Disk quota exceeded");
    }

    /** Whether a failure comes of it, however often it was wrapped. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isIn(String.valueOf(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }
}
