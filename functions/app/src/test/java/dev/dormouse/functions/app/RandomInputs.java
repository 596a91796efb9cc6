package dev.dormouse.functions.app;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Inputs of a plan: any bits of any datatype, edges more often than chance has them, any text, any bytes. */
final class RandomInputs {
    private static final int[] CODE_POINTS = {
        0, 1, '\n', '\r', '"', '\\', '/', ' ', 'A', 0x7f, 0x80, 0xe9, 0x301, 0x7ff, 0x800, 0x2028, 0x2029, 0xd7ff,
        0xe000, 0xfeff, 0xfffd, 0xffff, 0x10000, 0x1f42d, 0x1f468, 0x200d, 0x10ffff
    };
    private static final double[] EDGES = {
        0.0,
        -0.0,
        1,
        -1,
        0.1,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        65_504,
        0x1p-24,
        0x1p-14,
        0x1p53,
        0x1p53 + 2,
        1e21,
        1e-7
    };

    private final SplittableRandom random;
    private final boolean finite;
    private final Map<String, Long> sizes = new HashMap<>();

    private RandomInputs(SplittableRandom random, boolean finite) {
        this.random = random;
        this.finite = finite;
    }

    /**
     * The inputs of that number.
     *
     * @param finite whether floating numbers are numbers, or the one NaN that JSON's null stands for; else any bits
     */
    static Map<String, Tensor> of(Plan plan, long seed, boolean finite) {
        RandomInputs inputs = new RandomInputs(new SplittableRandom(seed), finite);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Port port : plan.inputs()) {
            tensors.put(port.name(), inputs.tensor(port));
        }
        return tensors;
    }

    private Tensor tensor(Port port) {
        long[] dims = port.type().dims().stream().mapToLong(this::size).toArray();
        Shape shape = Shape.of(dims);
        Datatype datatype = port.type().datatype();
        int count = (int) shape.elementCount();
        if (datatype == Datatype.STRING) {
            String[] texts = new String[count];
            for (int i = 0; i < count; i++) {
                texts[i] = text();
            }
            return new TextTensor(shape, texts);
        }
        if (datatype == Datatype.BYTES) {
            byte[][] elements = new byte[count][];
            for (int i = 0; i < count; i++) {
                elements[i] = new byte[random.nextInt(6)];
                random.nextBytes(elements[i]);
            }
            return new BytesTensor(shape, elements);
        }
        NumericTensor tensor = NumericTensor.allocate(datatype, shape);
        for (int i = 0; i < count; i++) {
            number(tensor, i);
        }
        return tensor;
    }

    private long size(Dim dim) {
        return dim instanceof Dim.Fixed fixed
                ? fixed.size()
                : sizes.computeIfAbsent(dim.toString(), name -> 1L + random.nextInt(3));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            int any = random.nextInt(0x110000);
            boolean edge = random.nextBoolean() || any >= 0xd800 && any < 0xe000;
            text.appendCodePoint(edge ? CODE_POINTS[random.nextInt(CODE_POINTS.length)] : any);
        }
        return text.toString();
    }

    private void number(NumericTensor tensor, int index) {
        if (!tensor.datatype().isFloating()) {
            int bits = 8 * tensor.datatype().byteSize();
            long edge = (1L << (bits - 1)) - random.nextInt(3) + 1;
            tensor.setLong(
                    index,
                    switch (random.nextInt(4)) {
                        case 0 -> edge;
                        case 1 -> -random.nextInt(3);
                        case 2 -> random.nextInt(3);
                        default -> random.nextLong();
                    });
            return;
        }
        if (random.nextInt(3) == 0) {
            tensor.setDouble(index, EDGES[random.nextInt(EDGES.length)]);
        } else {
            bits(tensor, index, random.nextLong());
        }
        if (finite && !Double.isFinite(tensor.getDouble(index))) {
            tensor.setDouble(index, Double.NaN);
        }
    }

    private static void bits(NumericTensor tensor, int index, long bits) {
        switch (tensor.datatype()) {
            case FP16 -> tensor.shorts().put(index, (short) bits);
            case FP32 -> tensor.ints().put(index, (int) bits);
            default -> tensor.longs().put(index, bits);
        }
    }
}
