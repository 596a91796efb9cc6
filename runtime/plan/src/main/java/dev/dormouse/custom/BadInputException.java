package dev.dormouse.custom;

/** A value of the request that the step cannot use; the caller gets the message, with status 400. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadInputException(String message) {
        super(message);
    }
}
