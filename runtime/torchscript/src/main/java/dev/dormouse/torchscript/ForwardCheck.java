package dev.dormouse.torchscript;

import dev.dormouse.step.Problem;
import dev.dormouse.step.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/** The manifest's inputs and outputs against the signature of {@code forward}. */
final class ForwardCheck {
    private final String archive;
    private final Forward forward;

    ForwardCheck(String archive, Forward forward) {
        this.archive = archive;
        this.forward = forward;
    }

    void check(Collection<String> inputs, Collection<String> outputs, Problems problems) {
        checkInputs(List.copyOf(inputs), problems);
        checkOutputs(outputs, problems);
    }

    private void checkInputs(List<String> inputs, Problems problems) {
        int most = forward.arguments().size();
        if (inputs.size() < forward.required() || inputs.size() > most) {
            String wanted = forward.required() == most ? "" + most : forward.required() + " to " + most;
            report(
                    TorchscriptKind.INPUTS,
                    "forward of " + archive + " takes " + wanted + (most == 1 ? " argument" : " arguments") + " ("
                            + forward.argumentsText() + "), but 'inputs' names " + inputs.size(),
                    "name an input for each argument, in this order",
                    problems);
            return;
        }
        for (int i = 0; i < inputs.size(); i++) {
            Forward.Argument argument = forward.arguments().get(i);
            if (!argument.type().takesTensor()) {
                report(
                        TorchscriptKind.INPUTS,
                        "'" + inputs.get(i) + "' would be the argument '" + argument + "' of forward of " + archive
                                + ", which takes no tensor",
                        "export a module whose forward takes tensors, one argument each",
                        problems);
            }
        }
    }

    private void checkOutputs(Collection<String> outputs, Problems problems) {
        ScriptType type = forward.returned();
        if (!isServed(type)) {
            report(
                    TorchscriptKind.OUTPUTS,
                    "forward of " + archive + " returns " + type + ", which is not made of tensors alone",
                    "export a module that returns a tensor, a tuple or list of tensors, or a Dict[str, Tensor]",
                    problems);
            return;
        }
        OptionalInt tensors = count(type);
        if (tensors.isPresent() && tensors.getAsInt() != outputs.size()) {
            report(
                    TorchscriptKind.OUTPUTS,
                    "forward of " + archive + " returns " + type + ", so " + tensors.getAsInt()
                            + (tensors.getAsInt() == 1 ? " tensor" : " tensors") + ", but 'outputs' names "
                            + outputs.size(),
                    "name them all, in this order; what nobody reads costs nothing",
                    problems);
        }
    }

    /** Whether values of the type can be outputs, as far as the type says. */
    private static boolean isServed(ScriptType type) {
        return type.isDict()
                ? type.equals(new ScriptType("Dict", List.of(new ScriptType("str", List.of()), ScriptType.TENSOR)))
                : isFlat(type);
    }

    private static boolean isFlat(ScriptType type) {
        if (type.isTuple()) {
            return type.arguments().stream().allMatch(ForwardCheck::isFlat);
        }
        return type.name().equals("List")
                ? type.arguments().equals(List.of(ScriptType.TENSOR))
                : !type.isPlain() && !type.isDict();
    }

    /** How many tensors there are, if the type says it: not for lists, dicts and classes. */
    static OptionalInt count(ScriptType type) {
        if (type.isTensor()) {
            return OptionalInt.of(1);
        }
        if (!type.isTuple()) {
            return OptionalInt.empty();
        }
        List<OptionalInt> parts = new ArrayList<>();
        type.arguments().forEach(part -> parts.add(count(part)));
        return parts.stream().allMatch(OptionalInt::isPresent)
                ? OptionalInt.of(parts.stream().mapToInt(OptionalInt::getAsInt).sum())
                : OptionalInt.empty();
    }

    private static void report(String option, String headline, String help, Problems problems) {
        problems.report(Problem.Place.option(option), Problem.Rule.OPTION, headline, help);
    }
}
