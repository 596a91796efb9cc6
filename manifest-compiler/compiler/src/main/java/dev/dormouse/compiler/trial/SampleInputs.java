package dev.dormouse.compiler.trial;

import dev.dormouse.engine.Batch;
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

/** Inputs to try a plan with: those of its examples, and made-up ones. The same every time. */
final class SampleInputs {
    private static final long SEED = 20_260_101;
    private static final int MADE_UP = 4;
    private static final long SEVERAL = 4;
    private static final long FREE_SIZE = 8;
    /** Of one example; more would say no more. */
    private static final int MOST_ROWS = 32;
    /** Of one made-up input: 4 million, an image of 2 megapixels or so. */
    private static final int MOST_ELEMENTS = 1 << 22;

    private static final String[] WORDS = {
        "good", "a", "film", "terrible", "the", "très", "bon", "nothing", "wonderful", "not", "service", "again", "42"
    };

    private SampleInputs() {}

    /** Requests as they come: those of the examples, then a few made-up ones, of one row where the type leaves it free. */
    static List<Map<String, Tensor>> requests(Plan plan) {
        return requests(plan, 1);
    }

    /** The same, made-up ones of several rows; and all rows joined, where the inputs have the same. */
    static List<Map<String, Tensor>> severalRows(Plan plan) {
        List<Map<String, Tensor>> requests = requests(plan, SEVERAL);
        List<Map<String, Tensor>> rows = new ArrayList<>();
        for (Map<String, Tensor> request : requests(plan, 1)) {
            if (Batch.joinable(request, rows.isEmpty() ? request : rows.get(0)) && Batch.rows(request) <= MOST_ROWS) {
                rows.add(request);
            }
        }
        if (rows.size() > 1) {
            requests.add(Batch.join(rows));
        }
        return requests;
    }

    private static List<Map<String, Tensor>> requests(Plan plan, long rows) {
        List<Map<String, Tensor>> requests = new ArrayList<>();
        plan.examples().forEach(example -> requests.add(Examples.inputs(plan, example)));
        requests.addAll(madeUp(plan, MADE_UP, rows, MOST_ELEMENTS));
        return requests;
    }

    /** So many requests of so many rows where the type leaves it free, or none where an input holds bytes or would have more elements than that. */
    static List<Map<String, Tensor>> madeUp(Plan plan, int count, long rows, int mostElements) {
        Random random = new Random(SEED);
        Map<String, Long> sizes = new LinkedHashMap<>();
        plan.inputs().stream()
                .filter(port -> port.type().rank() > 0 && port.type().dim(0) instanceof Dim.Named)
                .forEach(port -> sizes.put(((Dim.Named) port.type().dim(0)).name(), rows));
        boolean canBeMadeUp = plan.inputs().stream()
                .allMatch(
                        port -> port.type().datatype() != Datatype.BYTES && count(port.type(), sizes) <= mostElements);
        List<Map<String, Tensor>> requests = new ArrayList<>();
        for (int i = 0; canBeMadeUp && i < count; i++) {
            Map<String, Tensor> one = new LinkedHashMap<>();
            for (Port port : plan.inputs()) {
                one.put(port.name(), tensor(port.type(), sizes, random));
            }
            requests.add(one);
        }
        return requests;
    }

    /** The rows of {@link #requests}, each as a request; for a plan whose inputs all start with the batch dim. */
    static List<Map<String, Tensor>> rows(Plan plan) {
        List<Map<String, Tensor>> rows = new ArrayList<>();
        for (Map<String, Tensor> request : requests(plan)) {
            // an example may disagree about the number of rows; that it fails is a finding of its own
            int count = Batch.joinable(request, request) ? Math.min(Batch.rows(request), MOST_ROWS) : 0;
            for (int row = 0; row < count; row++) {
                rows.add(Batch.cut(request, row, row + 1));
            }
        }
        return rows;
    }

    private static Tensor tensor(TensorType type, Map<String, Long> sizes, Random random) {
        long[] dims = new long[type.rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = size(type.dim(i), i, sizes);
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

    private static double count(TensorType type, Map<String, Long> sizes) {
        double count = 1;
        for (int axis = 0; axis < type.rank(); axis++) {
            count *= size(type.dim(axis), axis, sizes);
        }
        return count;
    }

    private static long size(Dim dim, int axis, Map<String, Long> sizes) {
        if (dim instanceof Dim.Fixed fixed) {
            return fixed.size();
        }
        return dim instanceof Dim.Named named ? sizes.getOrDefault(named.name(), FREE_SIZE) : axis == 0 ? 1 : FREE_SIZE;
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
