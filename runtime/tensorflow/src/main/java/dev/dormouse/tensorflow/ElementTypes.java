package dev.dormouse.tensorflow;

import dev.dormouse.tensor.Datatype;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** The numbers of TensorFlow's DataType (tensorflow/core/framework/types.proto). */
final class ElementTypes {
    /** By number. */
    private static final List<String> NAMES = List.of(
            "DT_INVALID",
            "DT_FLOAT",
            "DT_DOUBLE",
            "DT_INT32",
            "DT_UINT8",
            "DT_INT16",
            "DT_INT8",
            "DT_STRING",
            "DT_COMPLEX64",
            "DT_INT64",
            "DT_BOOL",
            "DT_QINT8",
            "DT_QUINT8",
            "DT_QINT32",
            "DT_BFLOAT16",
            "DT_QINT16",
            "DT_QUINT16",
            "DT_UINT16",
            "DT_COMPLEX128",
            "DT_HALF",
            "DT_RESOURCE",
            "DT_VARIANT",
            "DT_UINT32",
            "DT_UINT64",
            "DT_FLOAT8_E5M2",
            "DT_FLOAT8_E4M3FN");
    /** Those that TensorFlow Java makes tensors of: no INT8, INT16, UINT32 and UINT64. */
    private static final Map<String, Datatype> DATATYPES = Map.of(
            "DT_FLOAT", Datatype.FP32,
            "DT_DOUBLE", Datatype.FP64,
            "DT_HALF", Datatype.FP16,
            "DT_UINT8", Datatype.UINT8,
            "DT_UINT16", Datatype.UINT16,
            "DT_INT32", Datatype.INT32,
            "DT_INT64", Datatype.INT64,
            "DT_BOOL", Datatype.BOOL,
            "DT_STRING", Datatype.STRING);

    private ElementTypes() {}

    /** Our datatype, if values of it can be given to TensorFlow and taken from it. */
    static Optional<Datatype> datatype(int dataType) {
        return Optional.ofNullable(DATATYPES.get(name(dataType)));
    }

    /** A name for messages. */
    static String name(int dataType) {
        return dataType >= 0 && dataType < NAMES.size() ? NAMES.get(dataType) : "data type " + dataType;
    }

    /** TensorFlow Java's class of number tensors. */
    static Class<? extends TType> type(Datatype datatype) {
        return switch (datatype) {
            case FP32 -> TFloat32.class;
            case FP64 -> TFloat64.class;
            case FP16 -> TFloat16.class;
            case UINT8 -> TUint8.class;
            case UINT16 -> TUint16.class;
            case INT32 -> TInt32.class;
            case INT64 -> TInt64.class;
            case BOOL -> TBool.class;
            default -> throw new IllegalArgumentException("TensorFlow Java takes no " + datatype);
        };
    }
}
