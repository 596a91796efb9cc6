package dev.dormouse.steps.image;

/** Bytes that are not an image we decode; the message is the end of "bytes[3] …". */
final class BadImageException extends Exception {
    private static final long serialVersionUID = 1;

    BadImageException(String message) {
        super(message);
    }

    BadImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
