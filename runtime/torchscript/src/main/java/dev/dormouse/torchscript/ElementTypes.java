package dev.dormouse.torchscript;

import ai.djl.ndarray.types.DataType;
import dev.dormouse.tensor.Datatype;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The datatypes that DJL makes PyTorch's tensors of. Any other ends the process: its C++ code throws what nothing
 * catches. They are asked for before every call.
 */
final class ElementTypes {
    private static final Map<Datatype, DataType> TYPES = types();

    private ElementTypes() {}

    private static Map<Datatype, DataType> types() {
        Map<Datatype, DataType> types = new EnumMap<>(Datatype.class);
        types.put(Datatype.BOOL, DataType.BOOLEAN);
        types.put(Datatype.UINT8, DataType.UINT8);
        types.put(Datatype.INT8, DataType.INT8);
        types.put(Datatype.INT32, DataType.INT32);
        types.put(Datatype.INT64, DataType.INT64);
        types.put(Datatype.FP16, DataType.FLOAT16);
        types.put(Datatype.FP32, DataType.FLOAT32);
        types.put(Datatype.FP64, DataType.FLOAT64);
        return Collections.unmodifiableMap(types);
    }

    /** Ours, in the order of the enum. */
    static Set<Datatype> all() {
        return EnumSet.copyOf(TYPES.keySet());
    }

    /** DJL's name of one of {@link #all}. */
    static DataType of(Datatype datatype) {
        DataType type = TYPES.get(datatype);
        if (type == null) {
            throw new IllegalArgumentException("PyTorch's engine takes no " + datatype);
        }
        return type;
    }

    /** Ours, if values of it can be taken from PyTorch. DJL knows one name, UNKNOWN or COMPLEX64, for all others. */
    static Optional<Datatype> datatype(DataType type) {
        return TYPES.entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
