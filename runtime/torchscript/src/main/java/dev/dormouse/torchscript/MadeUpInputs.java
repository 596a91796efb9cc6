package dev.dormouse.torchscript;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values of the declared types, the same every time: small numbers, zeros and ones for integers. */
final class MadeUpInputs {
    private static final long SEED = 20_260_101;
    private static final long FREE_SIZE = 8;
    /** Of one input: an image of a megapixel or so. */
    private static final double MOST_ELEMENTS = 1 << 22;

    private MadeUpInputs() {}

    /**
     * One tensor an input; none at all if they would be too big.
     *
     * @param rows the size of a first dim that is free
     */
    static List<Tensor> of(Map<String, TensorType> inputs, long rows) {
        Random random = new Random(SEED);
        List<Tensor> tensors = new ArrayList<>();
        for (TensorType type : inputs.values()) {
            long[] dims = new long[type.rank()];
            double count = 1;
            for (int i = 0; i < dims.length; i++) {
                dims[i] = type.dim(i) instanceof Dim.Fixed fixed ? fixed.size() : i == 0 ? rows : FREE_SIZE;
                count *= dims[i];
            }
            if (count > MOST_ELEMENTS) {
                return List.of();
            }
            tensors.add(tensor(type, Shape.of(dims), random));
        }
        return tensors;
    }

    private static Tensor tensor(TensorType type, Shape shape, Random random) {
        NumericTensor tensor = NumericTensor.allocate(type.datatype(), shape);
        for (int i = 0; i < tensor.size(); i++) {
            if (type.datatype().isFloating()) {
                tensor.setDouble(i, random.nextGaussian());
            } else {
                tensor.setLong(i, random.nextInt(2));
            }
        }
        return tensor;
    }
}
