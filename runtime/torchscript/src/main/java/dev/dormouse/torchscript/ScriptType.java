package dev.dormouse.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A type as an archive's code writes it: {@code Tuple[Tensor, Dict[str, Tensor]]}. */
record ScriptType(String name, List<ScriptType> arguments) {
    static final ScriptType TENSOR = new ScriptType("Tensor", List.of());

    private static final int DEEPEST = 64;

    ScriptType {
        arguments = List.copyOf(arguments);
    }

    /** Empty if these tokens are no type. */
    static Optional<ScriptType> parse(List<String> tokens) {
        Cursor cursor = new Cursor(tokens);
        Optional<ScriptType> type = cursor.type(0);
        return cursor.atEnd() ? type : Optional.empty();
    }

    boolean isTensor() {
        return name.equals("Tensor");
    }

    /** Whether a tensor may stand here. */
    boolean takesTensor() {
        return isTensor() || name.equals("Any") || name.equals("Optional") && arguments.contains(TENSOR);
    }

    boolean isTuple() {
        return name.equals("Tuple");
    }

    /** Whether it is tensors by name. */
    boolean isDict() {
        return name.equals("Dict");
    }

    /** Whether values of it are certainly neither tensors nor made of tensors. */
    boolean isPlain() {
        return List.of("int", "float", "bool", "str", "complex", "number", "None", "NoneType", "Device")
                .contains(name);
    }

    @Override
    public String toString() {
        return arguments.isEmpty()
                ? name
                : name + arguments.stream().map(ScriptType::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    private static final class Cursor {
        private final List<String> tokens;
        private int at;

        Cursor(List<String> tokens) {
            this.tokens = tokens;
        }

        boolean atEnd() {
            return at == tokens.size();
        }

        Optional<ScriptType> type(int depth) {
            StringBuilder name = new StringBuilder();
            while (!atEnd() && !"[],".contains(tokens.get(at))) {
                name.append(tokens.get(at++));
            }
            List<ScriptType> arguments = new ArrayList<>();
            if (!atEnd() && tokens.get(at).equals("[")) {
                do {
                    at++;
                    Optional<ScriptType> argument = depth < DEEPEST ? type(depth + 1) : Optional.empty();
                    if (argument.isEmpty()) {
                        return Optional.empty();
                    }
                    arguments.add(argument.get());
                } while (!atEnd() && tokens.get(at).equals(","));
                if (atEnd() || !tokens.get(at++).equals("]")) {
                    return Optional.empty();
                }
            }
            return name.isEmpty() ? Optional.empty() : Optional.of(new ScriptType(name.toString(), arguments));
        }
    }
}
