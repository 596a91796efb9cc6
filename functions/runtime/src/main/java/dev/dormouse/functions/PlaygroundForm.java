package dev.dormouse.functions;

import static dev.dormouse.functions.OpenApiSchemas.ordered;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.ImageLayout;
import dev.dormouse.tensor.Datatype;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the playground has to know of a pipeline to make its form and draw its answers, in plain JSON form: names,
 * datatypes and dims, and what the plan tells about the meaning of a tensor: an image, scores of named classes, spans of
 * a text.
 */
final class PlaygroundForm {
    private static final Set<String> LENGTHS = Set.of("h", "w", "height", "width");

    private final Plan plan;

    private PlaygroundForm(Plan plan) {
        this.plan = plan;
    }

    static Map<String, Object> of(Plan plan) {
        PlaygroundForm form = new PlaygroundForm(plan);
        return ordered(
                "name", plan.metadata().name(),
                "version", plan.metadata().version(),
                "description", plan.metadata().description(),
                "inputs", plan.inputs().stream().map(form::input).toList(),
                "outputs", plan.outputs().stream().map(form::output).toList(),
                "steps",
                        plan.steps().stream()
                                .map(step -> ordered("name", step.name(), "uses", step.kind()))
                                .toList(),
                "examples", plan.examples().stream().map(Plan.Example::inputs).toList());
    }

    private Map<String, Object> input(Port port) {
        Map<String, Object> input = tensor(port.name(), port.type());
        if (port.type().datatype() == Datatype.BYTES) {
            input.put("imageFile", isDecoded(plan.inputs().indexOf(port)));
        }
        return input;
    }

    /** Whether the files of a slot are images to a step of this plan. */
    private boolean isDecoded(int slot) {
        return plan.steps().stream()
                .anyMatch(step ->
                        step.kind().equals("decodeImage") && step.inputs().containsValue(slot));
    }

    private Map<String, Object> output(Plan.Output output) {
        Map<String, Object> described = tensor(output.name(), plan.typeOf(output));
        classes(output.slot()).ifPresent(labels -> described.put("classes", labels));
        spannedText(output.slot()).ifPresent(input -> described.put("spansOf", input));
        return described;
    }

    /** The names of the classes that a tensor scores: those of the step that picks one of them. */
    private Optional<List<String>> classes(int slot) {
        return plan.steps().stream()
                .filter(step -> step.kind().equals("label") && step.inputs().containsValue(slot))
                .filter(step -> step.options().has("labels") && step.options().get("labels") instanceof List<?>)
                .map(step -> step.options().strings("labels"))
                .findFirst();
    }

    /** The input in which the spans of a tensor lie. */
    private Optional<String> spannedText(int slot) {
        return plan.steps().stream()
                .filter(step -> step.kind().equals("nerSpans") && step.outputs().containsValue(slot))
                .flatMap(step -> Optional.ofNullable(step.inputs().get("text")).stream())
                .filter(text -> text < plan.inputs().size())
                .map(text -> plan.inputs().get(text).name())
                .findFirst();
    }

    private static Map<String, Object> tensor(String name, TensorType type) {
        Map<String, Object> tensor = ordered(
                "name", name,
                "type", type.toString(),
                "datatype", type.datatype().name(),
                "dims", type.dims().stream().map(PlaygroundForm::dim).toList());
        ImageLayout.of(type)
                .filter(layout -> type.rank() == 4 || isLength(type, layout.height()) && isLength(type, layout.width()))
                .ifPresent(layout -> tensor.put(
                        "image",
                        ordered(
                                "batch", (long) layout.batch(),
                                "height", (long) layout.height(),
                                "width", (long) layout.width(),
                                "channel", (long) layout.channel(),
                                "channels", (long) layout.channels())));
        return tensor;
    }

    /** Of three dims the first may as well be that of a batch: its size or its name tells that it is a height. */
    private static boolean isLength(TensorType type, int axis) {
        return type.dim(axis) instanceof Dim.Fixed
                || LENGTHS.contains(type.dim(axis).toString());
    }

    /** A size, or a name. */
    private static Object dim(Dim dim) {
        return dim instanceof Dim.Fixed fixed ? fixed.size() : dim.toString();
    }
}
