package dev.dormouse.keras;

/** Which Keras wrote a file; a few functions are not what they were. */
record KerasVersion(String number) {
    private static final double SLOPE_OF_OLD = 0.2;

    private boolean isOld() {
        return number.startsWith("1") || number.startsWith("2");
    }

    /** hard_sigmoid is x / 6 + 0.5 between 0 and 1 in Keras 3, and was 0.2 x + 0.5. */
    double hardSigmoidSlope() {
        return isOld() ? SLOPE_OF_OLD : 1.0 / 6;
    }
}
