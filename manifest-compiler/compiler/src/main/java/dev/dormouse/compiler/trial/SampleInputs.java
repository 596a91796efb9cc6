package dev.dormouse.compiler.trial;

import dev.dormouse.engine.Examples;
import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Inputs to try a plan with, one row each: those of its examples, and made-up ones. The same every time. */
final class SampleInputs {
    private static final long SEED = 20_260_101;
    private static final String[] WORDS = {
        "good", "a", "film", "terrible", "the", "très", "bon", "nothing", "wonderful", "not", "service", "again", "42"
    };

    private SampleInputs() {}

    /** Single-row requests: every row of every example, then {@code extra} made-up ones. */
    static List<Map<String, Tensor>> rows(Plan plan, int extra) {
        List<Map<String, Tensor>> rows = new ArrayList<>();
        for (Plan.Example example : plan.examples()) {
            Map<String, Tensor> inputs = Examples.inputs(plan, example);
            int count = inputs.values().iterator().next().shape().intDim(0);
            for (int row = 0; row < count; row++) {
                Map<String, Tensor> one = new LinkedHashMap<>();
                for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                    one.put(input.getKey(), input.getValue().rows(row, row + 1));
                }
                rows.add(one);
            }
        }
        boolean canBeMadeUp =
                plan.inputs().stream().noneMatch(port -> port.type().datatype() == Datatype.BYTES);
        Random random = new Random(SEED);
        for (int i = 0; canBeMadeUp && i < extra; i++) {
            Map<String, Tensor> one = new LinkedHashMap<>();
            Map<String, Long> sizes = new LinkedHashMap<>();
            for (Port port : plan.inputs()) {
                one.put(port.name(), tensor(port.type(), sizes, random));
            }
            rows.add(one);
        }
        return rows;
    }

    private static Tensor tensor(TensorType type, Map<String, Long> sizes, Random random) {
        long[] dims = new long[type.rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = i == 0 ? 1 : size(type.dim(i), sizes);
        }
        Shape shape = Shape.of(dims);
        int count = Math.toIntExact(shape.elementCount());
        if (type.datatype() == Datatype.STRING) {
            String[] values = new String[count];
            for (int i = 0; i < count; i++) {
                values[i] = text(1 + random.nextInt(24), random);
            }
            return new TextTensor(shape, values);
        }
        NumericTensor tensor = NumericTensor.allocate(type.datatype(), shape);
        for (int i = 0; i < count; i++) {
            if (type.datatype().isFloating()) {
                tensor.setDouble(i, random.nextGaussian());
            } else {
                tensor.setLong(i, random.nextInt(2));
            }
        }
        return tensor;
    }

    private static long size(Dim dim, Map<String, Long> sizes) {
        if (dim instanceof Dim.Fixed fixed) {
            return fixed.size();
        }
        return dim instanceof Dim.Named named ? sizes.computeIfAbsent(named.name(), name -> 8L) : 8;
    }

    /** So many words. */
    static String text(int words, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
