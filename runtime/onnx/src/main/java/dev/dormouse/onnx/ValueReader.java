package dev.dormouse.onnx;

import dev.dormouse.onnx.OnnxModel.Axis;
import dev.dormouse.onnx.OnnxModel.MapsValue;
import dev.dormouse.onnx.OnnxModel.OtherValue;
import dev.dormouse.onnx.OnnxModel.SequenceValue;
import dev.dormouse.onnx.OnnxModel.TensorValue;
import dev.dormouse.onnx.OnnxModel.Value;
import dev.dormouse.onnx.OnnxModel.ValueType;
import dev.dormouse.protobuf.ProtoReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a ValueInfoProto: a name and its declared type. */
final class ValueReader {
    /** No tensor has more dims. */
    private static final int MOST_DIMS = 64;

    private final ProtoReader proto;

    ValueReader(ProtoReader proto) {
        this.proto = proto;
    }

    Value value() {
        String[] name = {""};
        ValueType[] type = {new OtherValue("without a type")};
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> name[0] = proto.string();
                case 2 -> type[0] = type();
                default -> {}
            }
        });
        return new Value(name[0], type[0]);
    }

    private ValueType type() {
        ValueType[] type = {new OtherValue("without a type")};
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> type[0] = tensorType();
                case 4 -> type[0] = sequenceType();
                case 5 -> type[0] = new OtherValue("a map");
                case 8 -> type[0] = new OtherValue("a sparse tensor");
                case 9 -> type[0] = new OtherValue("an optional value");
                default -> {}
            }
        });
        return type[0];
    }

    private ValueType sequenceType() {
        ValueType[] type = {new OtherValue("a sequence")};
        proto.message(() -> {
            if (proto.field() == 1) {
                proto.message(() -> {
                    switch (proto.field()) {
                        case 1 -> type[0] = new SequenceValue(tensorType());
                        case 5 -> type[0] = new MapsValue();
                        default -> {}
                    }
                });
            }
        });
        return type[0];
    }

    private TensorValue tensorType() {
        long[] elementType = {0};
        boolean[] hasShape = {false};
        List<Axis> axes = new ArrayList<>();
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> elementType[0] = proto.integer();
                case 2 -> {
                    hasShape[0] = true;
                    proto.message(() -> {
                        if (proto.field() == 1) {
                            axes.add(axis());
                        }
                    });
                }
                default -> {}
            }
        });
        if (axes.size() > MOST_DIMS) {
            throw proto.unreadable();
        }
        return new TensorValue((int) elementType[0], hasShape[0] ? Optional.of(List.copyOf(axes)) : Optional.empty());
    }

    private Axis axis() {
        long[] size = {0};
        String[] name = {""};
        proto.message(() -> {
            switch (proto.field()) {
                case 1 -> size[0] = proto.integer();
                case 2 -> name[0] = proto.string();
                default -> {}
            }
        });
        return new Axis(size[0], name[0]);
    }
}
