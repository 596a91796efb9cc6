package dev.dormouse.torchscript;

import dev.dormouse.step.PortNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The signature of a model's method {@code forward}, as its code says it.
 *
 * @param arguments after {@code self}
 */
record Forward(List<Argument> arguments, ScriptType returned) {
    Forward {
        arguments = List.copyOf(arguments);
    }

    /** @param optional whether it has a default */
    record Argument(String name, ScriptType type, boolean optional) {
        @Override
        public String toString() {
            return name + ": " + type;
        }
    }

    /** How many must be given. */
    int required() {
        return (int) arguments.stream().filter(argument -> !argument.optional()).count();
    }

    /** Arguments that must be given, by name; what is returned has names only in a dict, and its code does not say them. */
    PortNames portNames() {
        List<String> inputs = arguments.stream()
                .filter(argument -> !argument.optional())
                .map(Argument::name)
                .toList();
        int count = ForwardCheck.count(returned).orElse(1);
        List<String> outputs = returned.isDict()
                ? List.of("KEY")
                : count == 1
                        ? PortNames.ONE_EACH.outputs()
                        : IntStream.rangeClosed(1, count).mapToObj(i -> "y" + i).toList();
        return new PortNames(inputs.isEmpty() ? PortNames.ONE_EACH.inputs() : inputs, outputs);
    }

    /** For messages: {@code x: Tensor, mask: Optional[Tensor]}. */
    String argumentsText() {
        return arguments.isEmpty()
                ? "none"
                : arguments.stream().map(Argument::toString).collect(Collectors.joining(", "));
    }

    /**
     * Finds it in the code of the model's class; empty if there is none or it is not written as PyTorch writes it.
     *
     * @param type the class's own name
     */
    static Optional<Forward> find(List<String> code, String type) {
        List<String> body = body(code, type);
        int method = after(body, 0, body.size(), "def", "forward", "(");
        return method < 0 ? Optional.empty() : parse(body, method);
    }

    /** Whether the class is there without it. */
    static boolean isMissing(List<String> code, String type) {
        List<String> body = body(code, type);
        return !body.isEmpty() && after(body, 0, body.size(), "def", "forward") < 0;
    }

    /** What stands in the class; nothing where there is no such class. */
    private static List<String> body(List<String> code, String type) {
        int start = after(code, 0, code.size(), "class", type);
        if (start < 0) {
            return List.of();
        }
        int next = after(code, start, code.size(), "class");
        return code.subList(start, next < 0 ? code.size() : next);
    }

    /** The place after these tokens, or -1. */
    private static int after(List<String> code, int from, int to, String... wanted) {
        List<String> sought = List.of(wanted);
        for (int i = from; i + sought.size() <= to; i++) {
            if (code.subList(i, i + sought.size()).equals(sought)) {
                return i + sought.size();
            }
        }
        return -1;
    }

    private static Optional<Forward> parse(List<String> code, int start) {
        List<List<String>> parts = new ArrayList<>();
        int at = part(code, start, parts);
        while (at > 0 && code.get(at - 1).equals(",")) {
            at = part(code, at, parts);
        }
        int end = at < 0 ? -1 : after(code, at, code.size(), ":");
        if (end < 0 || end - at < 3 || !code.subList(at, at + 2).equals(List.of("-", ">"))) {
            return Optional.empty();
        }
        Optional<ScriptType> returned = ScriptType.parse(code.subList(at + 2, end - 1));
        List<Argument> arguments = new ArrayList<>();
        for (List<String> part : parts.subList(Math.min(1, parts.size()), parts.size())) {
            Optional<Argument> argument = part.isEmpty() ? Optional.empty() : argument(part);
            if (argument.isEmpty() && !part.isEmpty()) {
                return Optional.empty();
            }
            argument.ifPresent(arguments::add);
        }
        return returned.map(type -> new Forward(arguments, type));
    }

    /** Reads to the next comma or closing bracket of this depth; the place after it, or -1 where there is none. */
    private static int part(List<String> code, int start, List<List<String>> parts) {
        int depth = 0;
        for (int at = start; at < code.size(); at++) {
            String token = code.get(at);
            if (depth == 0 && (token.equals(",") || token.equals(")"))) {
                parts.add(code.subList(start, at));
                return at + 1;
            }
            depth += "([{".contains(token) ? 1 : ")]}".contains(token) ? -1 : 0;
        }
        return -1;
    }

    private static Optional<Argument> argument(List<String> tokens) {
        int equals = tokens.indexOf("=");
        List<String> declared = equals < 0 ? tokens : tokens.subList(0, equals);
        if (declared.size() == 1) {
            return Optional.of(new Argument(declared.get(0), ScriptType.TENSOR, equals >= 0));
        }
        return declared.size() < 3 || !declared.get(1).equals(":")
                ? Optional.empty()
                : ScriptType.parse(declared.subList(2, declared.size()))
                        .map(type -> new Argument(declared.get(0), type, equals >= 0));
    }
}
