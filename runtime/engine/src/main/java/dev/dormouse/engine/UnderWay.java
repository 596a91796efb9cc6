package dev.dormouse.engine;

import java.util.concurrent.CompletableFuture;

/** Counts the requests that were accepted and are not yet answered, so that a shutdown knows when nothing runs any more. */
final class UnderWay {
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private int count;
    private boolean ending;

    /** Lets a request begin, unless the end has begun; {@link #done} ends it. */
    synchronized boolean begin() {
        if (ending) {
            return false;
        }
        count++;
        return true;
    }

    /** A request is answered and nothing of it runs any more. */
    void done() {
        completeIf(leave());
    }

    private synchronized boolean leave() {
        count--;
        return ending && count == 0;
    }

    /** Lets nothing begin any more; completes, on the thread that comes last, when all that had begun is done. */
    CompletableFuture<Void> end() {
        completeIf(beginEnd());
        return over;
    }

    private synchronized boolean beginEnd() {
        ending = true;
        return count == 0;
    }

    private void completeIf(boolean last) {
        if (last) {
            over.complete(null);
        }
    }
}
