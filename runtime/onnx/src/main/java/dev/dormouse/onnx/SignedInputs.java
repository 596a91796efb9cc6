package dev.dormouse.onnx;

import dev.dormouse.tensor.Datatype;

/**
 * Inputs of UINT16, UINT32 and UINT64, which ONNX Runtime's Java interface cannot make: the graph gets an input of the
 * signed integers of the same size, and a Cast in front that makes of it the value of the old name. Such a Cast keeps
 * all bits (it is C++'s static_cast), so a tensor's own buffer is fed and every number arrives.
 */
final class SignedInputs {
    private static final int OPSET = 13;
    private static final String PREFIX = "dormouse.signed/";

    private SignedInputs() {}

    /** Whether an input of this datatype is fed so. */
    static boolean isNeededFor(Datatype datatype) {
        return datatype == Datatype.UINT16 || datatype == Datatype.UINT32 || datatype == Datatype.UINT64;
    }

    static Datatype fedAs(Datatype datatype) {
        return switch (datatype) {
            case UINT16 -> Datatype.INT16;
            case UINT32 -> Datatype.INT32;
            case UINT64 -> Datatype.INT64;
            default -> datatype;
        };
    }

    /** The graph input that is fed instead. */
    static String nameOf(String input) {
        return PREFIX + input;
    }

    /** A NodeProto: input (1), output (2), operator (4) and the attribute (5) {@code to} (3, of the type (20) INT). */
    static WirePieces cast(String input, WireBytes wire, int graphFrom, int graphTo) {
        WirePieces to = new WirePieces()
                .text(1, "to")
                .integer(3, elementType(input, wire, graphFrom, graphTo))
                .integer(20, 2);
        return new WirePieces()
                .text(1, nameOf(input))
                .text(2, input)
                .text(4, "Cast")
                .message(5, to);
    }

    /** Of a ValueInfoProto among the graph's inputs (11): its type (2) is a tensor (1), whose element type is 1. */
    private static long elementType(String input, WireBytes wire, int graphFrom, int graphTo) {
        int position = graphFrom;
        while (position < graphTo) {
            long tag = wire.varint(position);
            position += wire.varintSize(position);
            int end = position + wire.valueSize((int) (tag & 7), position);
            if (tag == (11 << 3 | WireBytes.DELIMITED)) {
                int value = position + wire.varintSize(position);
                if (wire.string(1, value, end).equals(input)) {
                    int[] tensor = tensorType(wire, value, end);
                    return wire.integer(1, tensor[0], tensor[1]);
                }
            }
            position = end;
        }
        throw new IllegalStateException("the graph has no input " + input);
    }

    private static int[] tensorType(WireBytes wire, int from, int to) {
        int[] type = inside(wire, wire.find(2, from, to));
        return inside(wire, wire.find(1, type[0], type[1]));
    }

    private static int[] inside(WireBytes wire, int at) {
        int start = at + wire.varintSize(at);
        return new int[] {start, start + (int) wire.varint(at)};
    }

    /** The same input under its new name and with the signed element type, its dims (2) kept. */
    static WirePieces input(WireBytes wire, int from, int to) {
        int[] tensor = tensorType(wire, from, to);
        long elementType = wire.integer(1, tensor[0], tensor[1]);
        WirePieces signed = new WirePieces().integer(1, signed(elementType));
        int shape = wire.find(2, tensor[0], tensor[1]);
        if (shape >= 0) {
            int[] dims = inside(wire, shape);
            signed.message(2, new WirePieces().slice(wire.array(), dims[0], dims[1]));
        }
        return new WirePieces()
                .text(1, nameOf(wire.string(1, from, to)))
                .message(2, new WirePieces().message(1, signed));
    }

    private static long signed(long elementType) {
        return ElementTypes.number(
                fedAs(ElementTypes.datatype((int) elementType).orElseThrow()));
    }

    /** Whether the model imports (8) the standard operators; one of classical machine learning alone may not. */
    static boolean hasStandardOperators(WireBytes wire) {
        int position = 0;
        int size = wire.array().length;
        while (position < size) {
            long tag = wire.varint(position);
            position += wire.varintSize(position);
            int end = position + wire.valueSize((int) (tag & 7), position);
            if (tag == (8 << 3 | WireBytes.DELIMITED)) {
                String domain = wire.string(1, position + wire.varintSize(position), end);
                if (domain.isEmpty() || domain.equals("ai.onnx")) {
                    return true;
                }
            }
            position = end;
        }
        return false;
    }

    /** An OperatorSetIdProto. */
    static WirePieces opset() {
        return new WirePieces().text(1, "").integer(2, OPSET);
    }
}
