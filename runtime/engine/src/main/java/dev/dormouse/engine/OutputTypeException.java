package dev.dormouse.engine;

/** A step gives a tensor of another datatype or shape than it declares. */
public final class OutputTypeException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    OutputTypeException(String message) {
        super(message);
    }
}
