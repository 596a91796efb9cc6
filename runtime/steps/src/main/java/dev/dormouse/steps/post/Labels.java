package dev.dormouse.steps.post;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.PlanJson;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code labels}: a list, or a file that holds a JSON list, a map from position to label ({@code {"0":
 * "negative"}}), or a Hugging Face {@code config.json} with that map as {@code id2label}.
 */
final class Labels {
    private static final String HELP =
            "write a JSON list of texts, or a map such as {\"0\": \"negative\", \"1\": \"positive\"}";

    private Labels() {}

    static Option option(String description) {
        return Option.required("labels", OptionType.TEXTS_OR_SOURCE, description);
    }

    /**
     * The labels in the order of the scores.
     *
     * @throws ArtifactException if the file holds none
     */
    static List<String> of(Declaration declaration) {
        return declaration.options().get("labels") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : read(declaration.file("labels"));
    }

    private static List<String> read(Path file) {
        Object json = decode(file);
        if (json instanceof Map<?, ?> config && config.get("id2label") instanceof Map<?, ?> map) {
            json = map;
        }
        @Nullable
        Object[] labels = json instanceof List<?> list
                ? list.toArray()
                : json instanceof Map<?, ?> map ? byPosition(map) : new Object[0];
        List<String> result = new ArrayList<>();
        for (Object label : labels) {
            if (!(label instanceof String text)) {
                throw unreadable("the labels are not all texts: " + Arrays.toString(labels));
            }
            result.add(text);
        }
        if (result.isEmpty()) {
            throw unreadable("the file holds no labels");
        }
        return List.copyOf(result);
    }

    private static @Nullable Object decode(Path file) {
        try {
            return PlanJson.decode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw unreadable("the labels cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw unreadable("the file of the labels is " + e.getMessage());
        }
    }

    private static @Nullable Object[] byPosition(Map<?, ?> map) {
        @Nullable Object[] labels = new Object[map.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = map.get(Integer.toString(i));
            if (labels[i] == null) {
                throw unreadable("the map of " + labels.length + " labels has no key \"" + i + "\"");
            }
        }
        return labels;
    }

    private static ArtifactException unreadable(String message) {
        return new ArtifactException(ArtifactException.Reason.UNREADABLE, message, HELP);
    }

    /** Reports the option when its number of labels is not the size of the dim of the scores. */
    static void check(Typing typing, List<String> labels, String port, Dim dim) {
        if (!Types.mayBe(dim, labels.size())) {
            typing.problems()
                    .report(
                            Problem.Place.option("labels"),
                            Problem.Rule.LABELS,
                            "there are " + labels.size() + " labels, but the last dim of '" + port + "' is " + dim
                                    + " in " + typing.input(port),
                            "give one label for each position, in the order in which the model was trained");
        }
    }

    /** The same check in a request, for a dim that only the model's run tells; the pipeline's fault, not the caller's. */
    static void require(List<String> labels, String port, Shape shape) {
        if (shape.dim(-1) != labels.size()) {
            throw new IllegalStateException("there are " + labels.size() + " labels, but '" + port + "' has the shape "
                    + shape + "; its last dim must be the number of labels");
        }
    }
}
