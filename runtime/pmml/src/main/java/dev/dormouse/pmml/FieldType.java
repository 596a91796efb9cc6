package dev.dormouse.pmml;

import dev.dormouse.tensor.Datatype;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** PMML's data types, and which tensors hold a column of them. Of those with several, FP64 is the one that can say "missing". */
enum FieldType {
    DOUBLE(EnumSet.of(Datatype.FP32, Datatype.FP64)),
    FLOAT(EnumSet.of(Datatype.FP32, Datatype.FP64)),
    INTEGER(EnumSet.of(Datatype.INT32, Datatype.INT64, Datatype.FP64)),
    /** Days or seconds since a moment, and seconds of a day: numbers. */
    COUNT(EnumSet.of(Datatype.INT32, Datatype.INT64, Datatype.FP64)),
    BOOLEAN(EnumSet.of(Datatype.BOOL, Datatype.FP64)),
    STRING(EnumSet.of(Datatype.STRING)),
    DATE(EnumSet.of(Datatype.STRING)),
    TIME(EnumSet.of(Datatype.STRING)),
    DATE_TIME(EnumSet.of(Datatype.STRING));

    private final Set<Datatype> accepted;

    FieldType(EnumSet<Datatype> accepted) {
        this.accepted = Collections.unmodifiableSet(accepted);
    }

    Set<Datatype> accepted() {
        return accepted;
    }

    /** Whether values are whole numbers. */
    boolean isWhole() {
        return this == INTEGER || this == COUNT;
    }

    boolean isNumber() {
        return this == DOUBLE || this == FLOAT || isWhole();
    }

    boolean isMoment() {
        return this == DATE || this == TIME || this == DATE_TIME;
    }

    /** The type of a {@code dataType} attribute. */
    static Optional<FieldType> of(String dataType) {
        return switch (dataType) {
            case "double" -> Optional.of(DOUBLE);
            case "float" -> Optional.of(FLOAT);
            case "integer" -> Optional.of(INTEGER);
            case "boolean" -> Optional.of(BOOLEAN);
            case "string" -> Optional.of(STRING);
            case "date" -> Optional.of(DATE);
            case "time" -> Optional.of(TIME);
            case "dateTime" -> Optional.of(DATE_TIME);
            case "timeSeconds" -> Optional.of(COUNT);
            default ->
                dataType.matches("date(Days|TimeSeconds)Since\\[(0|1960|1970|1980)]")
                        ? Optional.of(COUNT)
                        : Optional.empty();
        };
    }
}
