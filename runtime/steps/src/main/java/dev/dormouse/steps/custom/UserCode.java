package dev.dormouse.steps.custom;

/** What a user's class throws, in words. */
final class UserCode {
    private static final int MOST_CAUSES = 16;
    private static final int MOST_TOLD = 1_000;

    private UserCode() {}

    /** The innermost cause with its class, and the line where it was thrown. */
    static String told(Throwable thrown) {
        Throwable inner = thrown;
        for (int i = 0; i < MOST_CAUSES && inner.getCause() != null; i++) {
            inner = inner.getCause();
        }
        StackTraceElement[] trace = inner.getStackTrace();
        String where = trace.length == 0 || trace[0].getClassName().startsWith("java.")
                ? ""
                : " (" + trace[0].getFileName() + ":" + trace[0].getLineNumber() + ")";
        String what = String.valueOf(inner);
        return (what.length() > MOST_TOLD ? what.substring(0, MOST_TOLD) + "…" : what) + where;
    }

    /** An exhausted stack is the class's own doing; exhausted memory is everybody's. */
    static RuntimeException rethrow(VirtualMachineError e, String what) {
        if (e instanceof StackOverflowError) {
            return new IllegalStateException(what + ": it calls itself without end", e);
        }
        throw e;
    }
}
