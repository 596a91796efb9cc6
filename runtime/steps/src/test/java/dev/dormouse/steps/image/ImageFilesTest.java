package dev.dormouse.steps.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class ImageFilesTest {
    private static byte[] pixels(int count) {
        byte[] pixels = new byte[count];
        new Random(7).nextBytes(pixels);
        return pixels;
    }

    private static byte[] bytes(NumericTensor tensor) {
        byte[] bytes = new byte[tensor.size()];
        tensor.bytes().get(bytes);
        return bytes;
    }

    @Test
    void whatIsWrittenAsPngIsReadAgain() {
        for (int channels : new int[] {1, 3}) {
            byte[] pixels = pixels(5 * 7 * channels);
            byte[] file = ImageFiles.png(pixels, 5, 7);
            NumericTensor image = ImageFiles.decode(List.of(file, file), channels, 0, 0);
            assertThat(image.shape()).isEqualTo(Shape.of(2, 5, 7, channels));
            assertThat(bytes(image)).startsWith(pixels).endsWith(pixels);
        }
    }

    @Test
    void jpegKeepsFlatColoursAndSizes() {
        byte[] gray = new byte[6 * 4];
        Arrays.fill(gray, (byte) 200);
        NumericTensor image = ImageFiles.decode(List.of(ImageFiles.jpeg(gray, 6, 4)), 1, 0, 0);
        assertThat(image.shape()).isEqualTo(Shape.of(1, 6, 4, 1));
        assertThat(bytes(image)).isEqualTo(gray);
        byte[] red = new byte[3 * 8 * 8];
        for (int i = 0; i < red.length; i += 3) {
            red[i] = (byte) 254;
        }
        NumericTensor colour = ImageFiles.decode(List.of(ImageFiles.jpeg(red, 8, 8)), 3, 0, 0);
        assertThat(colour.getLong(0)).isBetween(250L, 255L);
        assertThat(colour.getLong(1)).isBetween(0L, 4L);
    }

    @Test
    void imagesAreResizedToTheMeanOfWhatAPixelCovers() {
        byte[] file = ImageFiles.png(new byte[] {0, 100, 50, 50, 20, 40, 90, 90}, 2, 4);
        assertThat(bytes(ImageFiles.decode(List.of(file), 1, 1, 2))).containsExactly(40, 70);
        assertThat(ImageFiles.decode(List.of(file), 1, 0, 2).shape()).isEqualTo(Shape.of(1, 2, 2, 1));
    }

    @Test
    void imagesOfOneTensorHaveOneSizeUnlessTheyAreResized() {
        List<byte[]> files = List.of(ImageFiles.png(new byte[4], 2, 2), ImageFiles.png(new byte[6], 3, 2));
        assertThatThrownBy(() -> ImageFiles.decode(files, 1, 0, 0))
                .hasMessageContaining("all images should have the same height and width");
        assertThat(ImageFiles.decode(files, 1, 2, 2).shape()).isEqualTo(Shape.of(2, 2, 2, 1));
    }

    @Test
    void bombsAreRefusedBeforeAPixelIsDecoded() {
        byte[] file = ImageFiles.png(new byte[1], 1, 1);
        for (int[] size : new int[][] {{4001, 4000}, {1, 70_000}, {Integer.MAX_VALUE, Integer.MAX_VALUE}}) {
            ByteBuffer header = ByteBuffer.wrap(file.clone());
            header.putInt(16, size[0]).putInt(20, size[1]);
            CRC32 checksum = new CRC32();
            checksum.update(header.array(), 12, 17);
            header.putInt(29, (int) checksum.getValue());
            assertThatThrownBy(() -> ImageFiles.decode(List.of(header.array()), 3, 0, 0))
                    .isInstanceOfSatisfying(
                            PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
        }
        assertThatThrownBy(() -> ImageFiles.decode(List.of(file), 3, 5000, 5000))
                .hasMessageContaining("may have 16000000 together");
    }

    @Test
    void whatIsNoImageIsMalformed() {
        assertThatThrownBy(() -> ImageFiles.decode(List.of(new byte[] {1, 2, 3}), 1, 0, 0))
                .hasMessageStartingWith("image 1 is neither a PNG nor a JPEG")
                .isInstanceOfSatisfying(
                        PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED));
    }
}
