package dev.dormouse.onnx;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What is to be changed in a model's file.
 *
 * @param withoutDefault initializers to leave out, so that the inputs of their names must be fed
 * @param text applied to every text constant: attributes and string tensors
 * @param locale given to every StringNormalizer; a model without the attribute means en_US.UTF-8
 * @param signed inputs of UINT16, UINT32 or UINT64 that are to be fed as the signed integers of the same bits
 * @param parts the files that external tensors are in, by their locations, to be taken in
 */
record Changes(
        Set<String> withoutDefault,
        UnaryOperator<String> text,
        Optional<String> locale,
        Set<String> signed,
        Map<String, Path> parts) {
    static final Changes NONE = new Changes(Set.of(), UnaryOperator.identity(), Optional.empty(), Set.of(), Map.of());

    Changes {
        withoutDefault = Set.copyOf(withoutDefault);
        signed = Set.copyOf(signed);
        parts = Map.copyOf(parts);
    }

    Changes withoutDefault(Set<String> names) {
        return new Changes(names, text, locale, signed, parts);
    }

    Changes text(UnaryOperator<String> change) {
        return new Changes(withoutDefault, change, locale, signed, parts);
    }

    Changes locale(Optional<String> name) {
        return new Changes(withoutDefault, text, name, signed, parts);
    }

    Changes signed(Set<String> names) {
        return new Changes(withoutDefault, text, locale, names, parts);
    }

    Changes parts(Map<String, Path> files) {
        return new Changes(withoutDefault, text, locale, signed, files);
    }
}
