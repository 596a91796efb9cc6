package dev.dormouse.keras;

import java.util.Arrays;

/** An attribute of an ONNX node, as AttributeProto. */
record NodeAttribute(ProtoWriter proto) {
    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int STRING = 3;
    private static final int FLOATS = 6;
    private static final int INTS = 7;
    private static final int STRINGS = 8;
    private static final int TYPE = 20;

    static NodeAttribute of(String name, long value) {
        return new NodeAttribute(begin(name, INT).integer(3, value));
    }

    static NodeAttribute of(String name, double value) {
        return new NodeAttribute(begin(name, FLOAT).real(2, (float) value));
    }

    static NodeAttribute of(String name, String value) {
        return new NodeAttribute(begin(name, STRING).string(4, value));
    }

    static NodeAttribute of(String name, long[] values) {
        ProtoWriter proto = begin(name, INTS);
        Arrays.stream(values).forEach(value -> proto.integer(8, value));
        return new NodeAttribute(proto);
    }

    static NodeAttribute ofReals(String name, Iterable<Float> values) {
        ProtoWriter proto = begin(name, FLOATS);
        values.forEach(value -> proto.real(7, value));
        return new NodeAttribute(proto);
    }

    static NodeAttribute of(String name, Iterable<String> values) {
        ProtoWriter proto = begin(name, STRINGS);
        values.forEach(value -> proto.string(9, value));
        return new NodeAttribute(proto);
    }

    /** Keys of a LabelEncoder, all integers or all texts. */
    static NodeAttribute ofKeys(String name, Iterable<?> keys) {
        ProtoWriter proto = new ProtoWriter().string(1, name);
        boolean texts = false;
        for (Object key : keys) {
            if (key instanceof Long number) {
                proto.integer(8, number);
            } else {
                proto.string(9, String.valueOf(key));
                texts = true;
            }
        }
        return new NodeAttribute(proto.integer(TYPE, texts ? STRINGS : INTS));
    }

    private static ProtoWriter begin(String name, int type) {
        return new ProtoWriter().string(1, name).integer(TYPE, type);
    }
}
