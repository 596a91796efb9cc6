package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonParser;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.io.IOException;

/** Takes the elements of one tensor in row-major order, straight from the parser's current token. */
interface ElementSink {
    /**
     * Takes one element.
     *
     * @throws BadElement when the token is not a value of the datatype
     */
    void add(JsonParser parser) throws IOException, BadElement;

    /** All elements under this shape. */
    Tensor build(Shape shape);

    /** A sink for a datatype; {@code expected} is a first guess at the number of elements. */
    static ElementSink of(Datatype datatype, int expected) {
        return switch (datatype) {
            case STRING -> new StringSinks.Text();
            case BYTES -> new StringSinks.Binary();
            default -> new NumericSink(datatype, expected);
        };
    }

    /** Why an element is refused, as the end of a sentence that begins with its place; {@code malformed} if it is no JSON. */
    final class BadElement extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean malformed;

        BadElement(String message) {
            this(message, false);
        }

        BadElement(String message, boolean malformed) {
            super(message, null, false, false);
            this.malformed = malformed;
        }

        boolean isMalformed() {
            return malformed;
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
