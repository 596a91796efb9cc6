package dev.dormouse.plan;

import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A datatype and dims, written {@code FP32[n, 4]}; a scalar has no dims. */
public record TensorType(Datatype datatype, List<Dim> dims) {
    private static final Pattern SYNTAX = Pattern.compile("\\s*([A-Za-z0-9]+)\\s*(?:\\[(.*)])?\\s*");

    public TensorType {
        dims = List.copyOf(dims);
    }

    public static TensorType of(Datatype datatype, Dim... dims) {
        return new TensorType(datatype, List.of(dims));
    }

    /**
     * Reads {@code DATATYPE[dim, …]}.
     *
     * @throws IllegalArgumentException with a sentence for the user when the text is not a type
     */
    public static TensorType parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a type; write a datatype and its dims, as in FP32[n, 4]");
        }
        Datatype datatype = parseDatatype(matcher.group(1));
        List<Dim> dims = new ArrayList<>();
        String inner = matcher.group(2);
        if (inner != null && !inner.isBlank()) {
            for (String dim : inner.split(",", -1)) {
                dims.add(parseDim(dim.trim()));
            }
        }
        return new TensorType(datatype, dims);
    }

    /**
     * Reads the name of a datatype.
     *
     * @throws IllegalArgumentException with the known names when there is none of that name
     */
    public static Datatype parseDatatype(String name) {
        for (Datatype datatype : Datatype.values()) {
            if (datatype.name().equals(name)) {
                return datatype;
            }
        }
        String hint = Arrays.stream(Datatype.values())
                .map(Enum::name)
                .filter(known -> known.equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .map(known -> "; did you mean " + known + "?")
                .orElse("; the datatypes are "
                        + Arrays.stream(Datatype.values()).map(Enum::name).collect(Collectors.joining(", ")));
        throw new IllegalArgumentException("'" + name + "' is not a datatype" + hint);
    }

    private static Dim parseDim(String text) {
        if (text.equals("?")) {
            return Dim.UNKNOWN;
        }
        if (Dim.Named.isName(text)) {
            return Dim.named(text);
        }
        try {
            return Dim.of(Long.parseLong(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a dim; a dim is a positive number, a name, or ?", e);
        }
    }

    public int rank() {
        return dims.size();
    }

    /** The dim at {@code axis}; a negative axis counts from the end. */
    public Dim dim(int axis) {
        return dims.get(axis < 0 ? axis + dims.size() : axis);
    }

    public TensorType withDatatype(Datatype other) {
        return new TensorType(other, dims);
    }

    /** This type with another dim at {@code axis}, which may count from the end. */
    public TensorType withDim(int axis, Dim dim) {
        List<Dim> copy = new ArrayList<>(dims);
        copy.set(axis < 0 ? axis + dims.size() : axis, dim);
        return new TensorType(datatype, copy);
    }

    /** Whether a value of this datatype may stand where {@code wanted} is asked for: equal, or STRING for BYTES. */
    public static boolean isAssignable(Datatype have, Datatype wanted) {
        return have == wanted || (have == Datatype.STRING && wanted == Datatype.BYTES);
    }

    @Override
    public String toString() {
        return datatype + dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
