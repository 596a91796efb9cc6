package dev.dormouse.pmml;

import dev.dormouse.pmml.Treatment.Invalid;
import dev.dormouse.pmml.Treatment.Outliers;
import java.util.Optional;

/** Reads what a MiningField says about missing, invalid and outlying values. */
final class TreatmentReader {
    private TreatmentReader() {}

    static Treatment read(XmlFile xml, DataField field) {
        String origin = xml.attribute("missingValueTreatment").orElse("");
        Invalid invalid = invalid(xml);
        Optional<Object> invalidReplacement = value(xml, field, "invalidValueReplacement");
        if (invalid == Invalid.AS_VALUE && invalidReplacement.isEmpty()) {
            throw xml.refused(
                    "says invalidValueTreatment='asValue' for '" + field.name() + "', but no invalidValueReplacement",
                    "add it, or use asMissing");
        }
        Outliers outliers = outliers(xml);
        double low = bound(xml, "lowValue", Double.NEGATIVE_INFINITY);
        double high = bound(xml, "highValue", Double.POSITIVE_INFINITY);
        // PMML4S asks for both
        if (outliers != Outliers.AS_IS
                && (Double.isInfinite(low)
                        || Double.isInfinite(high)
                        || !field.type().isNumber())) {
            throw xml.refused(
                    "treats outliers of '" + field.name() + "', which needs a field of numbers, lowValue and highValue",
                    "add them");
        }
        return new Treatment(
                origin.equals("returnInvalid"),
                value(xml, field, "missingValueReplacement"),
                origin.equals("returnInvalid") ? "" : origin,
                invalid,
                invalidReplacement,
                outliers,
                low,
                high);
    }

    private static Invalid invalid(XmlFile xml) {
        String text = xml.attribute("invalidValueTreatment").orElse("returnInvalid");
        return switch (text) {
            case "returnInvalid" -> Invalid.REFUSED;
            case "asIs" -> Invalid.AS_IS;
            case "asMissing" -> Invalid.AS_MISSING;
            case "asValue" -> Invalid.AS_VALUE;
            default -> throw xml.refused("says invalidValueTreatment='" + text + "'", "use a treatment of PMML's");
        };
    }

    private static Outliers outliers(XmlFile xml) {
        String text = xml.attribute("outliers").orElse("asIs");
        return switch (text) {
            case "asIs" -> Outliers.AS_IS;
            case "asMissingValues" -> Outliers.AS_MISSING;
            case "asExtremeValues" -> Outliers.AS_EXTREME;
            default -> throw xml.refused("says outliers='" + text + "'", "use a treatment of PMML's");
        };
    }

    private static double bound(XmlFile xml, String attribute, double otherwise) {
        return xml.attribute(attribute)
                .map(text -> DataFieldReader.number(xml, attribute, text))
                .orElse(otherwise);
    }

    private static Optional<Object> value(XmlFile xml, DataField field, String attribute) {
        Optional<String> text = xml.attribute(attribute);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Object> value = FieldValues.parse(text.get(), field.type());
        if (value.isEmpty()) {
            throw xml.refused(
                    "says " + attribute + "='" + text.get() + "' for '" + field.name() + "', which is no "
                            + field.dataType(),
                    "correct it");
        }
        return value;
    }
}
