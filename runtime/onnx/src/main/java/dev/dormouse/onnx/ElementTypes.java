package dev.dormouse.onnx;

import dev.dormouse.tensor.Datatype;
import java.util.List;
import java.util.Optional;

/** The numbers of ONNX's TensorProto.DataType. */
final class ElementTypes {
    /** By number; null is not possible in a list, so a name that is no datatype of ours stands where there is none. */
    private static final List<String> NAMES = List.of(
            "UNDEFINED",
            "FP32",
            "UINT8",
            "INT8",
            "UINT16",
            "INT16",
            "INT32",
            "INT64",
            "STRING",
            "BOOL",
            "FP16",
            "FP64",
            "UINT32",
            "UINT64",
            "COMPLEX64",
            "COMPLEX128",
            "BFLOAT16",
            "FLOAT8E4M3FN",
            "FLOAT8E4M3FNUZ",
            "FLOAT8E5M2",
            "FLOAT8E5M2FNUZ",
            "UINT4",
            "INT4",
            "FLOAT4E2M1");

    private ElementTypes() {}

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

    /** A name for messages. */
    static String name(int elementType) {
        return elementType >= 0 && elementType < NAMES.size() ? NAMES.get(elementType) : "element type " + elementType;
    }
}
