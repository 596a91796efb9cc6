package dev.dormouse.functions;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of large bodies are read or worked on at once, so that many clients together do not take the whole heap:
 * an eighth of it, as a body is several times its size on its way to tensors. Bodies up to {@link #SMALL} do not count.
 */
final class BodyBudget {
    private static final String SHARE = "dormouse.body-share";
    private static final int PART_OF_HEAP = 8;
    static final int SMALL = 1 << 16;

    private final AtomicLong left;

    /** @param limit the largest body in bytes; one such body is always taken */
    BodyBudget(long limit) {
        this.left = new AtomicLong(Math.max(limit, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    /** What one request has taken; given back when its response has ended. */
    final class Share {
        private long taken;
        private boolean ended;

        /**
         * Takes as much as the request needs in all.
         *
         * @throws PipelineException OVERLOADED if there is not enough left; DEADLINE_EXCEEDED if the response has ended, as
         *     nobody would give back what is taken then
         */
        synchronized void require(long bytes) {
            if (ended) {
                throw new PipelineException(ErrorCode.DEADLINE_EXCEEDED, "the caller has gone");
            }
            long more = bytes - Math.max(taken, SMALL);
            if (more <= 0) {
                return;
            }
            long wanted = bytes - taken;
            if (left.addAndGet(-wanted) < 0) {
                left.addAndGet(wanted);
                giveBack(); // at once: of several that grow, those that are left get it
                throw new PipelineException(
                        ErrorCode.OVERLOADED, "too many large bodies are under way; send the request again later");
            }
            taken = bytes;
        }

        synchronized void end() {
            ended = true;
            giveBack();
        }

        private void giveBack() {
            left.addAndGet(taken);
            taken = 0;
        }
    }

    /** The share of a request, from its first byte on. */
    Share of(RoutingContext context) {
        Share share = context.get(SHARE);
        if (share == null) {
            Share fresh = new Share();
            context.put(SHARE, fresh);
            context.addEndHandler(done -> fresh.end());
            return fresh;
        }
        return share;
    }
}
