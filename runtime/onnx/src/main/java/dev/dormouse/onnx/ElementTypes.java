package dev.dormouse.onnx;

import dev.dormouse.tensor.Datatype;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The numbers of ONNX's TensorProto.DataType. */
final class ElementTypes {
    static final int STRING = 8;

    /** By number; a name that is no datatype of ours stands where there is none. Bits are 0 where a size means nothing. */
    private static final List<Element> ELEMENTS = List.of(
            new Element("UNDEFINED", 0),
            new Element("FP32", 32),
            new Element("UINT8", 8),
            new Element("INT8", 8),
            new Element("UINT16", 16),
            new Element("INT16", 16),
            new Element("INT32", 32),
            new Element("INT64", 64),
            new Element("STRING", 0),
            new Element("BOOL", 8),
            new Element("FP16", 16),
            new Element("FP64", 64),
            new Element("UINT32", 32),
            new Element("UINT64", 64),
            new Element("COMPLEX64", 64),
            new Element("COMPLEX128", 128),
            new Element("BFLOAT16", 16),
            new Element("FLOAT8E4M3FN", 8),
            new Element("FLOAT8E4M3FNUZ", 8),
            new Element("FLOAT8E5M2", 8),
            new Element("FLOAT8E5M2FNUZ", 8),
            new Element("UINT4", 4),
            new Element("INT4", 4),
            new Element("FLOAT4E2M1", 4),
            new Element("FLOAT8E8M0", 8),
            new Element("UINT2", 2),
            new Element("INT2", 2));

    private ElementTypes() {}

    private record Element(String name, int bits) {}

    /** Our datatype, if there is one. */
    static Optional<Datatype> datatype(int elementType) {
        String name = name(elementType);
        for (Datatype datatype : Datatype.values()) {
            if (datatype.name().equals(name)) {
                return Optional.of(datatype);
            }
        }
        return Optional.empty();
    }

    /** The number of a datatype that ONNX has under the same name. */
    static int number(Datatype datatype) {
        for (int i = 0; i < ELEMENTS.size(); i++) {
            if (ELEMENTS.get(i).name().equals(datatype.name())) {
                return i;
            }
        }
        throw new IllegalArgumentException("ONNX has no " + datatype);
    }

    /** A name for messages. */
    static String name(int elementType) {
        return isKnown(elementType) ? ELEMENTS.get(elementType).name() : "element type " + elementType;
    }

    /** How many bits one element has in a file; empty for texts and unknown types. */
    static OptionalInt bits(int elementType) {
        return isKnown(elementType) && ELEMENTS.get(elementType).bits() > 0
                ? OptionalInt.of(ELEMENTS.get(elementType).bits())
                : OptionalInt.empty();
    }

    private static boolean isKnown(int elementType) {
        return elementType >= 0 && elementType < ELEMENTS.size();
    }
}
