package dev.dormouse.pmml;

import java.util.Optional;

/**
 * What a MiningField says about values that are missing, invalid or far out (PMML 4.4, MiningSchema).
 *
 * @param low of outliers; minus infinity where there is none
 * @param high of outliers
 */
record Treatment(
        boolean refusesMissing,
        Optional<Object> missingReplacement,
        String missingOrigin,
        Invalid invalid,
        Optional<Object> invalidReplacement,
        Outliers outliers,
        double low,
        double high) {
    /** {@code invalidValueTreatment}. */
    enum Invalid {
        REFUSED,
        AS_IS,
        AS_MISSING,
        AS_VALUE
    }

    /** {@code outliers}. */
    enum Outliers {
        AS_IS,
        AS_MISSING,
        AS_EXTREME
    }

    String ofMissing() {
        if (refusesMissing) {
            return "refused";
        }
        return missingReplacement
                .map(value -> FieldValues.text(value) + (missingOrigin.isEmpty() ? "" : " (" + missingOrigin + ")"))
                .orElse("stays missing");
    }

    String ofInvalid() {
        return switch (invalid) {
            case REFUSED -> "refused";
            case AS_IS -> "taken as it is";
            case AS_MISSING -> "as missing";
            case AS_VALUE -> invalidReplacement.map(FieldValues::text).orElse("refused");
        };
    }
}
