package dev.dormouse.steps.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.Signature;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import dev.dormouse.testkit.StepFixtures;
import dev.dormouse.testkit.StepHarness;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeImageBadInputTest {
    private static final byte[] PNG = TestImages.encoded("png", 12, 10);
    private static final byte[] JPEG = TestImages.encoded("jpeg", 24, 18);

    @Test
    void namesTheElementThatIsNoImage() {
        refuses("bytes[1] is empty; a PNG or JPEG image was expected", PNG, new byte[0]);
        refuses("bytes[1] is neither a PNG nor a JPEG image", PNG, "GIF89a".getBytes(StandardCharsets.US_ASCII));
        refuses("bytes[0] is neither a PNG nor a JPEG image", new byte[1000]);
        refuses("bytes[0] is neither a PNG nor a JPEG image", TestImages.encoded("bmp", 3, 3));
    }

    @Test
    void wantsOneSize() {
        refuses(
                "all images of a request must have one size (height x width): bytes[0] is 10 x 12, bytes[2] is 12 x 10",
                PNG,
                PNG,
                TestImages.encoded("png", 10, 12));
    }

    @Test
    void wantsAtLeastOneImage() {
        refuses("'bytes' must hold at least one image");
    }

    @Test
    void refusesClaimedSizesBeforeDecoding() {
        refuses(
                "bytes[0] is an image of 50000 x 50000 pixels; the images of a request may have 64000000 pixels together",
                TestImages.png(50_000, 50_000, new byte[0]));
        refuses(
                "bytes[0] is an image of 1 x 100000000 pixels; neither side may have more than 65535",
                TestImages.png(100_000_000, 1, new byte[0]));
        refuses(
                "bytes[0] is a damaged PNG image: its header gives no possible size",
                TestImages.png(0, 5, new byte[0]));
        refuses(
                "bytes[0] is a damaged PNG image: its header gives no possible size",
                TestImages.png(-1, 5, new byte[0]));
        refuses("bytes[0] is a JPEG image whose header gives no size", TestImages.jpegFrame(10, 0, 3, 8));
    }

    @Test
    void refusesAWholeImageThatIsSmallOnlyInItsFile() {
        byte[] bomb = TestImages.blackPng(20_000, 20_000, 20_000);
        assertThat(bomb.length).isLessThan(100_000);
        refuses(
                "bytes[0] is an image of 20000 x 20000 pixels; the images of a request may have 64000000 pixels together",
                bomb);
    }

    @Test
    void countsThePixelsOfAllImagesTogether() {
        byte[] large = TestImages.blackPng(6000, 6000, 0);
        refuses(
                "bytes[1] is an image of 6000 x 6000 pixels; the images of a request may have 64000000 pixels together",
                large,
                large);
    }

    @Test
    void ignoresPixelDataBehindTheLastRow() throws Exception {
        byte[] padded = TestImages.blackPng(8, 8, 10_000_000);
        assertThat(decode(padded).shape()).isEqualTo(Shape.of(1, 8, 8, 3));
    }

    @Test
    void refusesSortsThatAreNotDecoded() {
        refuses(
                "bytes[0] is a JPEG image with 4 colour components (CMYK, if 4); save it as grayscale or RGB",
                TestImages.jpegFrame(8, 8, 4, 8));
        refuses("bytes[0] is a JPEG image with 12 bits a sample; save it with 8", TestImages.jpegFrame(8, 8, 1, 12));
        refuses("bytes[0] is a damaged JPEG image: it ends before its pixels", TestImages.jpegFrame(8, 8, 1, 8));
    }

    @Test
    void refusesPixelDataThatIsMissing() {
        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> decode(TestImages.blackPng(64, 64, 0)))
                .withMessageStartingWith("bytes[0] is a PNG image that cannot be decoded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void refusesEveryTruncation(String format) {
        byte[] whole = format.equals("png") ? PNG : JPEG;
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(PipelineException.class)
                    .as("%s cut to %d bytes", format, length)
                    .isThrownBy(() -> decode(cut))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                    .withMessageStartingWith("bytes[0] is ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void survivesDamage(String format) throws Exception {
        byte[] whole = format.equals("png") ? PNG : JPEG;
        long seed = 20_260_101;
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= round % 4; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(decode(damaged).shape().rank()).isEqualTo(4);
            } catch (PipelineException e) {
                assertThat(e.code())
                        .as("seed %d, round %d: %s", seed, round, e.getMessage())
                        .isEqualTo(ErrorCode.INVALID_INPUT);
            }
        }
    }

    @Test
    void survivesAnyPixelData() throws Exception {
        Random random = new Random(7);
        byte[] whole = TestImages.compressedZeros(64 * 9);
        for (int round = 0; round < 400; round++) {
            byte[] data = whole.clone();
            data[random.nextInt(data.length)] = (byte) random.nextInt();
            try {
                assertThat(decode(TestImages.png(64, 64, data)).shape()).isEqualTo(Shape.of(1, 64, 64, 3));
            } catch (PipelineException e) {
                assertThat(e.code()).as("seed 7, round %d", round).isEqualTo(ErrorCode.INVALID_INPUT);
            }
        }
    }

    @Test
    void ignoresMetadata() throws Exception {
        byte[] plain = TestImages.blackPng(8, 8, 8);
        int afterHeader = 8 + 12 + 13;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, afterHeader);
        out.writeBytes(TestImages.chunk("iCCP", new byte[] {'x', 0, 0, 1, 2, 3}));
        out.writeBytes(TestImages.chunk("zTXt", new byte[0]));
        out.writeBytes(TestImages.chunk("tRNS", new byte[1]));
        out.write(plain, afterHeader, plain.length - afterHeader);
        StepFixtures.assertEqual("image", decode(out.toByteArray()), decode(plain), 0);
    }

    @Test
    void refusesTextAsItRefusesAnyBytes() {
        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> run(TextTensor.of("a cat").toBytes()))
                .withMessage("bytes[0] is neither a PNG nor a JPEG image");
    }

    @Test
    void hasOneOrThreeChannels() {
        StepHarness harness = new StepHarness(new DecodeImage(), Map.of("channels", 2L));
        StepHarness.Typed typed = harness.type(Map.of("bytes", StepHarness.typeOf(BytesTensor.of(PNG))));
        assertThat(typed.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.headline()).isEqualTo("channels must be 1 or 3, not 2"));
        assertThat(typed.signature().rows()).isEqualTo(Signature.Rows.MIXED);
    }

    private static void refuses(String message, byte[]... files) {
        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> decode(files))
                .withMessage(message)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
    }

    private static Tensor decode(byte[]... files) throws Exception {
        return run(BytesTensor.of(files));
    }

    private static Tensor run(Tensor files) throws Exception {
        return new StepHarness(new DecodeImage(), Map.of())
                .run(Map.of("bytes", files))
                .get("image");
    }
}
