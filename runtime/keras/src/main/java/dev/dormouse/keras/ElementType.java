package dev.dormouse.keras;

import java.util.Optional;

/** The datatypes that tensors of a translated model have, with ONNX's numbers for them. */
enum ElementType {
    FLOAT(1),
    UINT8(2),
    INT8(3),
    INT16(5),
    INT32(6),
    INT64(7),
    STRING(8),
    BOOL(9),
    DOUBLE(11);

    private final int code;

    ElementType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    boolean isReal() {
        return this == FLOAT || this == DOUBLE;
    }

    /** The type that Keras calls so; half precision is computed, and taken in, as FLOAT. */
    static Optional<ElementType> named(String keras) {
        return Optional.ofNullable(
                switch (keras) {
                    case "float32", "float16", "bfloat16", "mixed_float16", "mixed_bfloat16" -> FLOAT;
                    case "float64" -> DOUBLE;
                    case "int64" -> INT64;
                    case "int32" -> INT32;
                    case "int16" -> INT16;
                    case "int8" -> INT8;
                    case "uint8" -> UINT8;
                    case "bool" -> BOOL;
                    case "string" -> STRING;
                    default -> null;
                });
    }
}
