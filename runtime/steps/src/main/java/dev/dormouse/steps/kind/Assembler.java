package dev.dormouse.steps.kind;

import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.ByteBuffer;

/** Makes a tensor of any datatype from runs of elements of others of the same datatype. */
public interface Assembler {
    /** Copies {@code count} neighbouring elements. */
    void copy(Tensor from, int fromIndex, int toIndex, int count);

    /** The tensor; every element must have been copied. */
    Tensor tensor();

    static Assembler of(Datatype datatype, Shape shape) {
        return switch (datatype) {
            case STRING -> new Texts(shape, new String[Math.toIntExact(shape.elementCount())]);
            case BYTES -> new ByteStrings(shape, new byte[Math.toIntExact(shape.elementCount())][]);
            default -> new Numbers(NumericTensor.allocate(datatype, shape));
        };
    }

    /** Fixed-size elements, copied as bytes. */
    record Numbers(NumericTensor tensor) implements Assembler {
        @Override
        public void copy(Tensor from, int fromIndex, int toIndex, int count) {
            int size = tensor.datatype().byteSize();
            ByteBuffer source = ((NumericTensor) from).bytes();
            tensor.bytes().put(toIndex * size, source, fromIndex * size, count * size);
        }
    }

    /** STRING elements. */
    record Texts(Shape shape, String[] values) implements Assembler {
        @Override
        public void copy(Tensor from, int fromIndex, int toIndex, int count) {
            for (int i = 0; i < count; i++) {
                values[toIndex + i] = ((TextTensor) from).get(fromIndex + i);
            }
        }

        @Override
        public Tensor tensor() {
            return new TextTensor(shape, values);
        }
    }

    /** BYTES elements. */
    record ByteStrings(Shape shape, byte[][] values) implements Assembler {
        @Override
        public void copy(Tensor from, int fromIndex, int toIndex, int count) {
            for (int i = 0; i < count; i++) {
                values[toIndex + i] = ((BytesTensor) from).get(fromIndex + i);
            }
        }

        @Override
        public Tensor tensor() {
            return new BytesTensor(shape, values);
        }
    }
}
