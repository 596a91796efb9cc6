package dev.dormouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.Multipart.Part;
import dev.dormouse.protocol.OvhOutputs.Named;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OVH's door takes beside JSON, and gives, in their exact form. Image files are stood for by their pixels as text. */
class OvhAnswersTest {
    private static final ImageFormat IMAGES = new ImageFormat() {
        @Override
        public NumericTensor decode(List<byte[]> files, int channels, int height, int width) {
            NumericTensor pixels = NumericTensor.allocate(Datatype.UINT8, Shape.of(files.size(), 1, 1, channels));
            for (int i = 0; i < pixels.size(); i++) {
                pixels.setLong(i, files.get(i / channels)[i % channels]);
            }
            return pixels;
        }

        @Override
        public byte[] encode(String mediaType, byte[] pixels, int height, int width) {
            return (mediaType + " " + height + "x" + width).getBytes(StandardCharsets.UTF_8);
        }
    };
    private static final List<Named> ANSWER = List.of(
            new Named("label", TensorType.parse("STRING[n]"), TextTensor.of("<b> & co")),
            new Named("score", TensorType.parse("FP32[n, 2]"), NumericTensor.of(Shape.of(1, 2), 0.25f, 2.5e-4f)),
            new Named("rows", TensorType.parse("INT64[n, 2]"), NumericTensor.of(Shape.of(2, 2), 1, 2, 3, 4)),
            new Named("raw", TensorType.parse("BYTES[n]"), BytesTensor.of(new byte[] {1, 2})),
            new Named("picture", TensorType.parse("FP32[n, h, w, 1]"), NumericTensor.of(Shape.of(2, 1, 1, 1), 7f, 8f)));

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    @Test
    void jsonLeavesDimsOfSizeOneOutUnlessAskedNotTo() {
        assertThat(text(new OvhOutputs(ANSWER, true, IMAGES).json()))
                .isEqualTo("{\"label\":\"<b> & co\",\"score\":[0.25,2.5E-4],\"rows\":[[1,2],[3,4]],\"raw\":\"AQI=\","
                        + "\"picture\":[7.0,8.0]}");
        assertThat(text(new OvhOutputs(ANSWER.subList(0, 2), false, IMAGES).json()))
                .isEqualTo("{\"label\":[\"<b> & co\"],\"score\":[[0.25,2.5E-4]]}");
    }

    @Test
    void htmlHasHeadingsListsAndImages() {
        String image = "<h1>picture</h1><img id=\"ItemPreview\" src=\"data:image/png;base64,aW1hZ2UvcG5nIDF4MQ==\">";
        String html = text(new OvhOutputs(ANSWER, true, IMAGES).html(Map.of()));
        assertThat(html)
                .contains("<h1>label</h1><p>&lt;b&gt; &amp; co</p>")
                .contains("<h1>score</h1><ul><li>0.25</li><li>2.5E-4</li></ul>")
                .contains("<h1>rows</h1><code>[[1,2],[3,4]]</code>")
                .contains("<h1>raw</h1><p>AQI=</p>")
                .contains(image + image);
        assertThat(text(new OvhOutputs(ANSWER, true, IMAGES).html(Map.of("picture", "application/json"))))
                .contains("<h1>picture</h1><ul><li>7.0</li><li>8.0</li></ul>");
    }

    @Test
    void partsAreReadAgainAsTheyWereWritten() {
        byte[] body = new OvhOutputs(ANSWER, true, IMAGES).multipart(Map.of("picture", "image/jpeg"), "b1");
        assertThat(text(body))
                .contains("--b1\nContent-Type: application/json\nContent-Disposition: form-data; name=\"rows\";"
                        + " filename=\"rows.json\"\n\n[[1,2],[3,4]]\n--b1\n")
                .contains("\nContent-Type: image/jpeg\nContent-Disposition: form-data; name=\"picture\";"
                        + " filename=\"picture.jpg\"\n\nimage/jpeg 1x1\n")
                .endsWith("\n--b1--\n");
        assertThat(Multipart.read(body, HeaderValue.parse("multipart/form-data; boundary=b1")))
                .extracting(Part::name)
                .containsExactlyInAnyOrder("label", "score", "rows", "raw", "picture", "picture");
    }

    @Test
    void oneImageIsGivenOnlyOfOneImage() {
        Named two = ANSWER.get(4);
        Named one = new Named("one", two.type(), two.tensor().rows(0, 1));
        assertThat(text(new OvhOutputs(List.of(one), true, IMAGES).image("image/png")))
                .isEqualTo("image/png 1x1");
        assertThatThrownBy(() -> new OvhOutputs(ANSWER, true, IMAGES).image("image/png"))
                .hasMessageStartingWith("Unable to convert several tensors");
        assertThatThrownBy(() -> new OvhOutputs(List.of(two), true, IMAGES).image("image/png"))
                .hasMessageStartingWith("Unable to convert a batch of 2 images");
        assertThatThrownBy(() -> new OvhOutputs(ANSWER.subList(0, 1), true, IMAGES).image("image/png"))
                .hasMessageStartingWith("Impossible to convert tensor 'label' into image");
        assertThatThrownBy(() -> new OvhOutputs(ANSWER, true, IMAGES).html(Map.of("rows", "text/csv")))
                .hasMessageContaining("asks for 'rows' as text/csv");
    }

    /** Parts are {@code name=type=content}, separated by {@code ~}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "f: FP32[n, 2]; f=application/json=[[1, 2], [3, 4]]; {'f':[[1.0,2.0],[3.0,4.0]]}",
                "f: FP32[n, 2]; f=application/json=[1, 2]~f=application/json=[3, 4]; {'f':[[1.0,2.0],[3.0,4.0]]}",
                "f: FP32[n]; f=text/plain=1.5~f=text/plain=2; {'f':[1.5,2.0]}",
                "t: STRING[n]; t=text/plain=a~t=text/plain=é; {'t':['a','é']}",
                "t: STRING[]; =text/plain=a; {'t':'a'}",
                "r: BYTES[n]; r=image/png=ab; {'r':['YWI=']}",
                "r: BYTES[n]; r=application/x-any=ab~r=application/x-any=; {'r':['YWI=','']}",
                "p: FP32[n, ?, ?, 1]; p=image/png=A~p=image/png=B; {'p':[[[[65.0]]],[[[66.0]]]]}",
                "p: UINT8[3, ?, ?]; p=image/jpeg=ABC; {'p':[[[65]],[[66]],[[67]]]}",
                "f: FP32[]~t: STRING[]; t=text/plain=x~f=text/plain=1~other=text/plain=2; {'f':1.0,'t':'x'}"
            })
    void partsBecomeInputs(String ports, String parts, String json) {
        assertThat(json(ports, parts)).isEqualTo(json.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "f: FP32[n]~g: INT64[n]; g=text/plain=1; Required fields (f,float) not found or not compatible",
                "f: FP32[n]~g: INT64[n]; =text/plain=1; a part has no name",
                "f: FP32[n]; f=text/plain=abc; the body is not JSON",
                "f: FP32[n]; f=text/plain=1 2; goes on after the end of its JSON value",
                "f: FP32[n]; f=text/plain=; it ends in the middle of a value",
                "f: FP32[n, 2]; f=application/json=[1, 2]~f=application/json=[3]; parts of different shapes",
                "f: FP32[n]; f=text/plain=1~f=application/json=2; have different types",
                "f: FP32[n]; f=image/png=A; which takes no image",
                "t: STRING[n]; t=image/png=A; which takes no image",
                "p: FP32[?, ?, 1]; p=image/png=A~p=image/png=B; takes one image, not 2",
                "f: FP32[n]; f=application/pdf=1; takes application/json or text/plain",
                "t: STRING[2]; t=text/plain=1; must be STRING[2]"
            })
    void partsThatFitNoInputAreRefused(String ports, String parts, String told) {
        assertThatThrownBy(() -> json(ports, parts)).hasMessageContaining(told);
    }

    private static String json(String ports, String parts) {
        List<Port> inputs = Ports.of(ports.split("~"));
        List<Part> read = new ArrayList<>();
        for (String part : parts.split("~")) {
            String[] pieces = part.split("=", 3);
            read.add(new Part(pieces[0], pieces[1], pieces[2].getBytes(StandardCharsets.UTF_8)));
        }
        Map<String, Tensor> tensors = new OvhInputs(inputs, IMAGES).parts(read);
        List<Named> named = inputs.stream()
                .map(port -> new Named(port.name(), port.type(), tensors.get(port.name())))
                .toList();
        return text(new OvhOutputs(named, false, IMAGES).json());
    }

    @Test
    void aBodyThatIsAnImageNeedsOneInput() {
        OvhInputs one = new OvhInputs(Ports.of("p: FP32[n, ?, ?, 1]"), IMAGES);
        assertThat(one.image(new byte[] {9}).get("p").shape()).isEqualTo(Shape.of(1, 1, 1, 1));
        assertThatThrownBy(() -> new OvhInputs(Ports.of("p: BYTES[n]", "q: BYTES[n]"), IMAGES).image(new byte[1]))
                .hasMessageStartingWith("Your model takes several tensors as parameters but you provided only one");
    }
}
