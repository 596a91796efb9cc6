package dev.dormouse.steps.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.StepKind;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.testkit.StepHarness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTypesTest {
    private static final Map<String, Object> SIZE = Map.of("height", 8L, "width", 6L);
    private static final Map<String, Object> COLOURS =
            Map.of("mean", List.of(0.5, 0.5, 0.5), "std", List.of(0.2, 0.2, 0.2));

    @Test
    void decodedImagesHaveNewDims() {
        assertThat(output(new DecodeImage(), Map.of("channels", 1L), "bytes", "BYTES[n]"))
                .hasToString("UINT8[n, step.height, step.width, 1]");
    }

    @Test
    void sizesAreKnownAtCompileTime() {
        assertThat(output(new Resize(), SIZE, "image", "UINT8[n, h, w, 3]")).hasToString("UINT8[n, 8, 6, 3]");
        assertThat(output(new CenterCrop(), SIZE, "image", "UINT8[2, ?, w, c]")).hasToString("UINT8[2, 8, 6, c]");
        assertThat(output(new Grayscale(), Map.of(), "image", "UINT8[n, h, w, 3]"))
                .hasToString("UINT8[n, h, w, 1]");
    }

    @Test
    void layoutOrdersTheDims() {
        assertThat(output(new ToTensor(), Map.of(), "image", "UINT8[n, 8, 6, 3]"))
                .hasToString("FP32[n, 3, 8, 6]");
        assertThat(output(new ToTensor(), Map.of("layout", "NHWC"), "image", "UINT8[n, 8, 6, 3]"))
                .hasToString("FP32[n, 8, 6, 3]");
        assertThat(output(new NormalizeImage(), COLOURS, "values", "FP32[n, 3, h, w]"))
                .hasToString("FP32[n, 3, h, w]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "FP32[n, 1, 8, 6] | mean has 3 numbers, but 'values' has 1 channels as NCHW",
                "FP32[n, 8, 6, 3] | mean has 3 numbers, but 'values' has 8 channels as NCHW",
                "FP64[n, 3, 8, 6] | 'values' takes FP32[?, ?, ?, ?], but gets FP64[n, 3, 8, 6]",
            })
    void normalizesTheChannelsItHasNumbersFor(String type, String headline) {
        assertThat(headlines(new NormalizeImage(), COLOURS, "values", type)).containsExactly(headline);
    }

    @Test
    void normalizeImageChecksItsNumbers() {
        Map<String, Object> with = Map.of("mean", List.of(0.5, 0.5, 0.5), "std", List.of(0.2, 0.0));
        assertThat(headlines(new NormalizeImage(), with, "values", "FP32[n, 3, 8, 6]"))
                .containsExactly("mean has 3 numbers, but std has 2", "std holds a 0");
    }

    @Test
    void grayscaleTakesColour() {
        assertThat(headlines(new Grayscale(), Map.of(), "image", "UINT8[n, h, w, 1]"))
                .singleElement()
                .asString()
                .contains("dim 4 must be 3, not 1");
    }

    @Test
    void imagesWithoutPixelsAreRefused() {
        NumericTensor empty = NumericTensor.allocate(Datatype.UINT8, Shape.of(1, 0, 4, 3));
        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> new StepHarness(new Resize(), SIZE).run(Map.of("image", empty)))
                .withMessage("'image' must hold images of at least one pixel, but its shape is [1, 0, 4, 3]"
                        + " (n, height, width, channels)");
    }

    @Test
    void noImagesGiveNoImages() throws Exception {
        NumericTensor none = NumericTensor.allocate(Datatype.UINT8, Shape.of(0, 4, 4, 3));
        assertThat(new StepHarness(new Resize(), SIZE)
                        .run(Map.of("image", none))
                        .get("image")
                        .shape())
                .isEqualTo(Shape.of(0, 8, 6, 3));
    }

    @Test
    void moreThanTwoGibibytesAreRefused() {
        NumericTensor many = NumericTensor.allocate(Datatype.UINT8, Shape.of(1000, 1, 1, 3));
        Map<String, Object> with = Map.of("height", 4000L, "width", 4000L);
        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> new StepHarness(new Resize(), with).run(Map.of("image", many)))
                .withMessageContaining("has more than 2 GiB; send fewer or smaller images");
    }

    private static TensorType output(StepKind kind, Map<String, Object> with, String port, String type) {
        StepHarness.Typed typed = new StepHarness(kind, with).type(Map.of(port, TensorType.parse(type)));
        assertThat(typed.problems()).isEmpty();
        return typed.signature().outputs().values().iterator().next();
    }

    private static List<String> headlines(StepKind kind, Map<String, Object> with, String port, String type) {
        return new StepHarness(kind, with)
                .type(Map.of(port, TensorType.parse(type))).problems().stream()
                        .map(problem -> problem.headline())
                        .toList();
    }
}
