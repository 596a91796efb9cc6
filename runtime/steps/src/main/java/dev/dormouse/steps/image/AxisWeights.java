package dev.dormouse.steps.image;

/**
 * For each output position along one axis, the input positions that it is made of and their weights in 22-bit fixed
 * point, as Pillow computes them: when shrinking, the kernel is stretched by the scale.
 *
 * @param first the first input position, by output position
 * @param weights the weights from there on, by output position
 */
record AxisWeights(int[] first, int[][] weights) {
    /** 32 bits less 8 of a sample and 2 for what overshoots. */
    static final int PRECISION_BITS = 22;
    /** One half: what a sum begins with so that it is rounded. */
    static final int HALF = 1 << PRECISION_BITS - 1;

    private static final double ONE = 1 << PRECISION_BITS;

    static AxisWeights of(int inputSize, int outputSize, ResizeFilter filter) {
        double scale = (double) inputSize / outputSize;
        double stretch = Math.max(1, scale);
        double support = filter.support() * stretch;
        int[] first = new int[outputSize];
        int[][] weights = new int[outputSize][];
        for (int i = 0; i < outputSize; i++) {
            double center = (i + 0.5) * scale;
            first[i] = Math.max(0, (int) (center - support + 0.5));
            int end = Math.min(inputSize, (int) (center + support + 0.5));
            double[] exact = new double[end - first[i]];
            for (int k = 0; k < exact.length; k++) {
                exact[k] = filter.weight((first[i] + k - center + 0.5) * (1 / stretch));
            }
            weights[i] = fixedPoint(exact);
        }
        return new AxisWeights(first, weights);
    }

    private static int[] fixedPoint(double[] exact) {
        double sum = 0;
        for (double weight : exact) {
            sum += weight;
        }
        int[] fixed = new int[exact.length];
        for (int k = 0; k < fixed.length; k++) {
            double share = (sum == 0 ? exact[k] : exact[k] / sum) * ONE;
            fixed[k] = (int) (share < 0 ? share - 0.5 : share + 0.5);
        }
        return fixed;
    }

    /** The input position behind the last one that the output position is made of. */
    int end(int output) {
        return first[output] + weights[output].length;
    }

    /** A sum of weighted samples as a sample. */
    static byte toSample(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
    }
}
