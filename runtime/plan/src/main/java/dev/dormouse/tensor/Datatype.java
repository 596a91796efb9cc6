package dev.dormouse.tensor;

/** The element types of the Open Inference Protocol, and STRING: BYTES that hold UTF-8 text. */
public enum Datatype {
    BOOL(1),
    UINT8(1),
    UINT16(2),
    UINT32(4),
    UINT64(8),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FP16(2),
    FP32(4),
    FP64(8),
    BYTES(0),
    STRING(0);

    private final int byteSize;

    Datatype(int byteSize) {
        this.byteSize = byteSize;
    }

    /** Bytes of one element; 0 for BYTES and STRING, whose elements differ in length. */
    public int byteSize() {
        return byteSize;
    }

    /** FP16, FP32 or FP64. */
    public boolean isFloating() {
        return this == FP16 || this == FP32 || this == FP64;
    }

    /** One of the eight integer types. */
    public boolean isInteger() {
        return ordinal() >= UINT8.ordinal() && ordinal() <= INT64.ordinal();
    }

    /** An integer that has no negative values. */
    public boolean isUnsigned() {
        return ordinal() >= UINT8.ordinal() && ordinal() <= UINT64.ordinal();
    }

    /** Integer or floating; not BOOL. */
    public boolean isNumber() {
        return isInteger() || isFloating();
    }

    /** BYTES or STRING. */
    public boolean isVariableLength() {
        return byteSize == 0;
    }

    /** The name on the wire: STRING travels as BYTES. */
    public String protocolName() {
        return this == STRING ? "BYTES" : name();
    }
}
