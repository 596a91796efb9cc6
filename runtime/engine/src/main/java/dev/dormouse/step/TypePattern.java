package dev.dormouse.step;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a port accepts: some datatypes and either exact dims or any. Written {@code FP32|FP64[n, k]}, {@code
 * FLOATING[...]}, {@code NUMBER[n, ...]}; the groups are NUMBER, FLOATING, INTEGER and ANY. A named dim binds to the
 * actual one and must be the same wherever the name stands in the step's ports.
 *
 * @param dims the dims that must be there, from the front
 * @param open whether more dims may follow ({@code ...})
 */
public record TypePattern(Set<Datatype> datatypes, List<Dim> dims, boolean open) {
    public TypePattern {
        datatypes = Set.copyOf(datatypes);
        dims = List.copyOf(dims);
    }

    /** Exactly this type, its named dims as variables. */
    public static TypePattern of(TensorType type) {
        return new TypePattern(Set.of(type.datatype()), type.dims(), false);
    }

    /** Reads the text form; for constants in code, so a mistake is an {@link IllegalArgumentException}. */
    public static TypePattern parse(String text) {
        int bracket = text.indexOf('[');
        String names = bracket < 0 ? text : text.substring(0, bracket);
        EnumSet<Datatype> datatypes = EnumSet.noneOf(Datatype.class);
        for (String name : names.split("\\|")) {
            group(name).ifPresentOrElse(datatypes::addAll, () -> datatypes.add(TensorType.parseDatatype(name)));
        }
        String dims = bracket < 0 ? "[]" : text.substring(bracket);
        boolean open = dims.endsWith("...]");
        String fixed = open ? dims.replaceFirst(",?\\s*\\.\\.\\.]$", "]") : dims;
        return new TypePattern(datatypes, TensorType.parse("BOOL" + fixed).dims(), open);
    }

    private static Optional<Set<Datatype>> group(String name) {
        Stream<Datatype> all = Arrays.stream(Datatype.values());
        return switch (name) {
            case "ANY" -> Optional.of(all.collect(Collectors.toSet()));
            case "NUMBER" -> Optional.of(all.filter(Datatype::isNumber).collect(Collectors.toSet()));
            case "FLOATING" -> Optional.of(all.filter(Datatype::isFloating).collect(Collectors.toSet()));
            case "INTEGER" -> Optional.of(all.filter(Datatype::isInteger).collect(Collectors.toSet()));
            default -> Optional.empty();
        };
    }

    /** Whether a value of this datatype may stand here; STRING may stand for BYTES. */
    public boolean accepts(Datatype datatype) {
        return datatypes.stream().anyMatch(wanted -> TensorType.isAssignable(datatype, wanted));
    }

    @Override
    public String toString() {
        String names = datatypes.size() == Datatype.values().length
                ? "any datatype "
                : datatypes.stream().sorted().map(Enum::name).collect(Collectors.joining("|"));
        Stream<String> parts = dims.stream().map(Dim::toString);
        return names
                + Stream.concat(parts, open ? Stream.of("...") : Stream.empty())
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
