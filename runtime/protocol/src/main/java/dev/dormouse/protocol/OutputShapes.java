package dev.dormouse.protocol;

/** Which dims of an output are written as lists. */
public enum OutputShapes {
    /** All of them. */
    EXACT,
    /** All but the batch dim, as an answer to a request that left it out. */
    BATCH_DROPPED,
    /** None of size 1, as OVH's serving runtime does. */
    SQUEEZED;

    /** The shapes that answer this request: without the batch dim if it came without. */
    public static OutputShapes answering(DecodedInputs request) {
        return request.singleRow() ? BATCH_DROPPED : EXACT;
    }
}
