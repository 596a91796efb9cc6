package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.tensor.Shape;
import java.io.IOException;
import java.util.Arrays;

/** Reads the value of one input: a scalar or lists in lists, whose elements go to a sink; finds out their shape. */
final class NestedLists {
    private final Port port;
    private final JsonParser parser;
    private final ElementSink sink;
    /** By depth, from 1: elements seen in the list that is open there, and the length that all lists there have. */
    private final int[] counts = new int[Json.MAX_DEPTH + 1];

    private final int[] lengths = new int[Json.MAX_DEPTH + 1];
    private int depth;
    private int rank = -1;

    NestedLists(Port port, JsonParser parser, ElementSink sink) {
        this.port = port;
        this.parser = parser;
        this.sink = sink;
        Arrays.fill(lengths, -1);
    }

    /** Reads from the current token to the end of the value. */
    Shape read() throws IOException {
        take(parser.currentToken());
        while (depth > 0) {
            take(Json.next(parser));
        }
        long[] dims = new long[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = lengths[i + 1];
        }
        return Shape.of(dims);
    }

    private void take(JsonToken token) throws IOException {
        switch (token) {
            case START_ARRAY -> open();
            case END_ARRAY -> close();
            case START_OBJECT -> throw invalid(element(), "is an object");
            default -> leaf();
        }
    }

    private void open() {
        if (depth == rank) {
            throw invalid(element(), "is a list where the elements before it are not");
        }
        if (depth == Json.MAX_DEPTH) {
            throw Json.malformed("the body is nested deeper than " + Json.MAX_DEPTH + " levels");
        }
        depth++;
        counts[depth] = 0;
    }

    private void close() {
        int length = counts[depth];
        depth--;
        if (length == 0) {
            throw invalid(element(), "is an empty list");
        }
        int expected = lengths[depth + 1];
        if (expected >= 0 && length != expected) {
            throw invalid(element(), "has the length " + length + " where the lists before it have " + expected);
        }
        lengths[depth + 1] = length;
        counts[depth]++;
    }

    private void leaf() throws IOException {
        if (rank < 0) {
            rank = depth;
        } else if (depth != rank) {
            throw invalid(element(), "is " + Tokens.describe(parser) + " where a list is expected");
        }
        try {
            sink.add(parser);
        } catch (ElementSink.BadElement e) {
            throw e.isMalformed()
                    ? new PipelineException(ErrorCode.MALFORMED, sentence(element(), e.reason()))
                    : invalid(element(), e.reason());
        }
        counts[depth]++;
    }

    private String element() {
        StringBuilder path = new StringBuilder(port.name());
        for (int i = 1; i <= depth; i++) {
            path.append('[').append(counts[i]).append(']');
        }
        return path.toString();
    }

    private PipelineException invalid(String place, String fault) {
        return PipelineException.invalidInput(sentence(place, fault));
    }

    private String sentence(String place, String fault) {
        return "input '" + port.name() + "' must be " + port.type() + ", but "
                + (place.equals(port.name()) ? "it" : place) + " " + fault;
    }
}
