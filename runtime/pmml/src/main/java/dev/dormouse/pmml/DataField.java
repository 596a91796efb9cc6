package dev.dormouse.pmml;

import java.util.List;
import java.util.Set;

/**
 * A field of the DataDictionary, its values in the form of {@link FieldValues}.
 *
 * @param continuous whether its values are measured, not listed
 * @param valid the listed values; empty for any
 * @param invalid values listed as invalid
 * @param missing values that mean "missing"
 * @param intervals where continuous values lie; empty for anywhere
 */
record DataField(
        String name,
        String dataType,
        FieldType type,
        boolean continuous,
        List<Object> valid,
        Set<Object> invalid,
        Set<Object> missing,
        List<Range> intervals) {
    DataField {
        valid = List.copyOf(valid);
        invalid = Set.copyOf(invalid);
        missing = Set.copyOf(missing);
        intervals = List.copyOf(intervals);
    }

    /** Whether a value that is not missing may stand here. */
    boolean isValid(Object value) {
        if (invalid.contains(value)) {
            return false;
        }
        if (valid.isEmpty() && intervals.isEmpty()) {
            return true;
        }
        return valid.contains(value)
                || value instanceof Number number
                        && intervals.stream().anyMatch(range -> range.holds(number.doubleValue()));
    }

    /** An Interval. */
    record Range(double low, double high, boolean lowIncluded, boolean highIncluded) {
        boolean holds(double value) {
            return (lowIncluded ? value >= low : value > low) && (highIncluded ? value <= high : value < high);
        }

        @Override
        public String toString() {
            return (lowIncluded ? "[" : "(")
                    + (low == Double.NEGATIVE_INFINITY ? "any" : FieldValues.text(low))
                    + ", "
                    + (high == Double.POSITIVE_INFINITY ? "any" : FieldValues.text(high))
                    + (highIncluded ? "]" : ")");
        }
    }
}
