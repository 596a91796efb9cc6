package dev.dormouse.pmml;

import dev.dormouse.pmml.Treatment.Invalid;
import dev.dormouse.pmml.Treatment.Outliers;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An input of the model: its type, and what the model does with values that are missing, invalid or far out. */
record ActiveField(DataField data, Treatment treatment) {
    private static final int LISTED = 12;

    String name() {
        return data.name();
    }

    /** What a caller must know, in one sentence. */
    String remark() {
        String values = data.valid().isEmpty()
                ? data.intervals().isEmpty()
                        ? ""
                        : " in " + joined(data.intervals().stream().map(Object::toString))
                : ", one of " + listed();
        return data.dataType() + values + "; missing (" + missing() + "): " + treatment.ofMissing() + "; invalid: "
                + treatment.ofInvalid() + outliers();
    }

    /** The listed values, some of them when there are many. */
    String listed() {
        Stream<String> first = data.valid().stream().limit(LISTED).map(FieldValues::text);
        int more = data.valid().size() - LISTED;
        return joined(first) + (more > 0 ? " and " + more + " more" : "");
    }

    private String missing() {
        String own = data.type().accepted().contains(dev.dormouse.tensor.Datatype.STRING) ? "empty text" : "NaN";
        return joined(Stream.concat(
                Stream.of(own), data.missing().stream().map(FieldValues::text).sorted()));
    }

    private String outliers() {
        String bounds =
                " below " + FieldValues.text(treatment.low()) + " or above " + FieldValues.text(treatment.high());
        return switch (treatment.outliers()) {
            case AS_IS -> "";
            case AS_MISSING -> ";" + bounds + ": as missing";
            case AS_EXTREME -> ";" + bounds + ": that bound";
        };
    }

    private static String joined(Stream<String> texts) {
        return texts.collect(Collectors.joining(", "));
    }

    /**
     * The value that the model is given for a value that is not missing by itself.
     *
     * @throws InvalidValue if the model refuses it
     */
    @org.jspecify.annotations.Nullable
    Object treated(Object value) {
        if (data.missing().contains(value)) {
            return replaced();
        }
        if (!data.isValid(value)) {
            return treatedInvalid(value);
        }
        if (treatment.outliers() != Outliers.AS_IS && value instanceof Number number) {
            double wanted = number.doubleValue();
            if (wanted < treatment.low() || wanted > treatment.high()) {
                return treatment.outliers() == Outliers.AS_MISSING
                        ? replaced()
                        : clamped(wanted < treatment.low() ? treatment.low() : treatment.high());
            }
        }
        return value;
    }

    private Object clamped(double bound) {
        return data.type().isWhole() ? (Object) (long) bound : (Object) bound;
    }

    private @org.jspecify.annotations.Nullable Object treatedInvalid(Object value) {
        if (treatment.invalid() == Invalid.AS_MISSING) {
            return replaced();
        }
        if (treatment.invalid() == Invalid.AS_VALUE) {
            return treatment.invalidReplacement().orElseThrow();
        }
        if (treatment.invalid() == Invalid.AS_IS) {
            return value;
        }
        throw new InvalidValue(FieldValues.text(value) + " is not valid; "
                + (data.valid().isEmpty()
                        ? data.intervals().isEmpty()
                                ? "the model lists it as invalid"
                                : "valid is what lies in "
                                        + joined(data.intervals().stream().map(Object::toString))
                        : "valid are " + listed()));
    }

    /**
     * The value for a missing one; null stays missing.
     *
     * @throws InvalidValue if the model refuses it
     */
    @org.jspecify.annotations.Nullable
    Object replaced() {
        if (treatment.refusesMissing()) {
            throw new InvalidValue("is missing, and the model refuses that");
        }
        return treatment.missingReplacement().orElse(null);
    }

    /** A value that the model refuses; the message goes on from the field's name. */
    static final class InvalidValue extends RuntimeException {
        private static final long serialVersionUID = 1;

        InvalidValue(String message) {
            super(message, null, false, false);
        }
    }
}
