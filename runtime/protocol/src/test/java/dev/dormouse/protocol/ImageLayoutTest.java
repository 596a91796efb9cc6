package dev.dormouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageLayoutTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "FP32[n, h, w, 1]; 0 1 2 3 x1",
                "FP32[10, 25, ?, 1]; 0 1 2 3 x1",
                "UINT8[n, 25, 32, 3]; 0 1 2 3 x3",
                "FP32[n, 3, h, w]; 0 2 3 1 x3",
                "FP32[1, 3, 224, 224]; 0 2 3 1 x3",
                "FP32[n, h, 3, 3]; 0 1 2 3 x3",
                "FP32[h, w, 1]; -1 0 1 2 x1",
                "FP32[25, w, 3]; -1 0 1 2 x3",
                "FP32[3, h, w]; -1 1 2 0 x3",
                "FP32[n, 3]; none",
                "FP32[h, w]; none",
                "FP32[n, h, w]; none",
                "FP32[n, h, w, 4]; none",
                "FP32[n, 1, 1, 1, 1]; none",
                "STRING[n, h, w, 1]; none",
                "FP32[]; none"
            })
    void theChannelsAreTheLastDimOfOneOrThree(String type, String layout) {
        assertThat(ImageLayout.of(TensorType.parse(type))
                        .map(found -> found.batch() + " " + found.height() + " " + found.width() + " " + found.channel()
                                + " x" + found.channels())
                        .orElse("none"))
                .isEqualTo(layout);
    }

    /** Two images of 2 x 3 pixels: there and back under every layout. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "FP32[n, h, w, 3]",
                "FP32[n, 3, h, w]",
                "INT64[n, h, w, 1]",
                "UINT8[n, 1, h, w]",
                "FP16[n, h, w, 3]"
            })
    void pixelsComeBackAsTheyWere(String text) {
        TensorType type = TensorType.parse(text);
        ImageLayout layout = ImageLayout.of(type).orElseThrow();
        NumericTensor images = NumericTensor.allocate(Datatype.UINT8, Shape.of(2, 2, 3, layout.channels()));
        for (int i = 0; i < images.size(); i++) {
            images.setLong(i, 7L * i);
        }
        NumericTensor arranged = layout.arranged(images, type.datatype());
        assertThat(arranged.shape().dim(layout.height())).isEqualTo(2);
        assertThat(arranged.shape().dim(layout.width())).isEqualTo(3);
        assertThat(layout.count(arranged)).isEqualTo(2);
        byte[] second = new byte[6 * layout.channels()];
        images.bytes().position(second.length).get(second);
        assertThat(layout.pixels(arranged, 1)).isEqualTo(second);
    }

    @Test
    void valuesAreCutOffAtBlackAndWhite() {
        NumericTensor tensor = NumericTensor.of(Shape.of(1, 4, 1), -3f, 255.9f, 1e9f, Float.NaN);
        assertThat(ImageLayout.of(TensorType.parse("FP32[h, w, 1]"))
                        .orElseThrow()
                        .pixels(tensor, 0))
                .containsExactly(0, 255, 255, 0);
    }
}
