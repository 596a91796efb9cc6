package dev.dormouse.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dormouse.testkit.Goldens;
import dev.dormouse.testkit.PythonVenv;
import dev.dormouse.testkit.RunningApp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OVH's door with pipelines of our own: images and parts in and out, inner tensors, and what the documents say. */
@Tag("it")
class EvalIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORM = "multipart/form-data; boundary=xyz";

    private static RunningApp thumbnail;
    private static RunningApp described;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        thumbnail = RunningApp.start(Bundles.compile("thumbnail", folder));
        described = RunningApp.start(Bundles.compile("described", folder), "dormouse.max-body=100000");
    }

    @AfterAll
    static void stop() {
        thumbnail.close();
        described.close();
    }

    private static HttpResponse<byte[]> post(RunningApp app, String type, byte[] body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                app.request("/eval").header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return app.sendForBytes((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static byte[] file(String format, int height, int width, int color) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, color);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    /** A form: name, type, content, … */
    private static byte[] form(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < parts.length; i += 3) {
            String head = "--xyz\r\nContent-Disposition: form-data; name=\"" + parts[i] + "\"\r\nContent-Type: "
                    + parts[i + 1] + "\r\n\r\n";
            out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
            boolean bytes = parts[i + 2] instanceof byte[];
            out.writeBytes(
                    bytes ? (byte[]) parts[i + 2] : parts[i + 2].toString().getBytes(StandardCharsets.UTF_8));
            out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        out.writeBytes("--xyz--\r\n".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    @Test
    void anImageGoesInAndComesOut() throws Exception {
        for (String format : new String[] {"png", "jpeg"}) {
            byte[] photo = file(format, 8, 9, 0xffffff);
            assertThat(text(post(thumbnail, "image/" + format, photo)))
                    .isEqualTo("{\"picture\":[[255,255,255],[255,255,255]]}");
            HttpResponse<byte[]> answer = post(thumbnail, "image/" + format, photo, "Accept", "image/" + format);
            assertThat(answer.headers().firstValue("Content-Type")).contains("image/" + format);
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
            assertThat(picture.getHeight()).isEqualTo(2);
            assertThat(picture.getWidth()).isEqualTo(3);
            assertThat(picture.getRaster().getSample(2, 1, 0)).isEqualTo(255);
        }
    }

    @Test
    void whatIsNoImageOrTooLargeAnImageIsRefused() throws Exception {
        HttpResponse<byte[]> broken = post(thumbnail, "image/png", "no image".getBytes(StandardCharsets.UTF_8));
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(broken.body()).get("message").asText()).contains("neither a PNG nor a JPEG");
        byte[] bomb = file("png", 1, 1, 0);
        bomb[18] = 0x7f;
        assertThat(post(thumbnail, "image/png", bomb).statusCode()).isEqualTo(400);
    }

    @Test
    void severalPartsOfOneNameAreABatch() throws Exception {
        byte[] white = file("png", 2, 2, 0xffffff);
        byte[] black = file("png", 2, 2, 0);
        byte[] body = form("photo", "image/png", white, "photo", "image/png", black);
        assertThat(JSON.readTree(post(thumbnail, FORM, body).body())
                        .get("picture")
                        .get(1)
                        .toString())
                .isEqualTo("[[0,0,0],[0,0,0]]");
        HttpResponse<byte[]> html = post(thumbnail, FORM, body, "Accept", "text/html,*/*;q=0.1");
        assertThat(html.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(text(html)).startsWith("<h1>picture</h1><img id=\"ItemPreview\" src=\"data:image/png;base64,");
        HttpResponse<byte[]> parts = post(thumbnail, FORM, body, "Accept", "multipart/mixed");
        assertThat(parts.headers().firstValue("Content-Type").orElse("")).startsWith("multipart/mixed; boundary=");
        assertThat(text(parts)).contains("name=\"picture\"; filename=\"picture.png\"");
        HttpResponse<byte[]> image = post(thumbnail, FORM, body, "Accept", "image/png");
        assertThat(image.statusCode()).isEqualTo(400);
        assertThat(text(image)).contains("a batch of 2 images");
    }

    @Test
    void partsOfEveryTypeBecomeInputs() throws Exception {
        byte[] body = form(
                "features",
                "application/json",
                "[3, 10]",
                "count",
                "text/plain",
                "255",
                "big",
                "text/plain",
                "18446744073709551615",
                "text",
                "text/plain; charset=utf-8",
                "É <b>",
                "raw",
                "application/octet-stream",
                new byte[] {'h', 'i'});
        String answer = "{\"scaled\":[1.0,2.0],\"count\":255,\"big\":1.8446744073709552E19,\"text\":\"é <b>\","
                + "\"raw\":\"hi\"}";
        assertThat(text(post(described, FORM, body))).isEqualTo(answer);
        assertThat(text(post(described, "multipart/mixed; boundary=\"xyz\"", body)))
                .isEqualTo(answer);
        assertThat(text(post(described, FORM, body, "Accept", "text/html"))).contains("<p>é &lt;b&gt;</p>");
    }

    @Test
    void mistakesAreTheClients() throws Exception {
        HttpResponse<byte[]> cut = post(described, FORM, "--xyz\r\n\r\n1".getBytes(StandardCharsets.UTF_8));
        assertThat(cut.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(cut.body()).get("detail").asText()).contains("last boundary is missing");
        HttpResponse<byte[]> missing = post(described, FORM, form("count", "text/plain", "1"));
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(missing.body()).get("status").asInt()).isEqualTo(400);
        assertThat(text(missing)).contains("Required fields (features,float),(big,long),(text,string),(raw,string)");
        assertThat(post(described, FORM, form("raw", "image/png", new byte[200_000]))
                        .statusCode())
                .isEqualTo(413);
        assertThat(post(described, "text/csv", new byte[1]).statusCode()).isEqualTo(415);
        assertThat(post(described, "application/json", new byte[1], "Accept", "text/csv")
                        .statusCode())
                .isEqualTo(406);
        assertThat(post(described, "application/json", new byte[1], "Step", "input:nobody")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void theHeaderStepShowsWhatIsWithin() throws Exception {
        byte[] photo = file("png", 1, 1, 0xffffff);
        String json = "{\"photo\": \"" + Base64.getEncoder().encodeToString(photo) + "\"}";
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String pixel = "{\"image\":[[[[255,255,255]]]]}";
        assertThat(text(post(thumbnail, "application/json", body, "Step", "output:decoded")))
                .isEqualTo(pixel);
        assertThat(text(post(thumbnail, "application/json", body, "Step", "input:1")))
                .isEqualTo(pixel);
        assertThat(text(post(thumbnail, "application/json", body, "Step", "all")))
                .isEqualTo("{\"picture\":[[[[255],[255],[255]],[[255],[255],[255]]]]}");
        HttpResponse<byte[]> image = post(thumbnail, "image/png", photo, "Step", "output:small", "Accept", "image/*");
        assertThat(ImageIO.read(new ByteArrayInputStream(image.body())).getRGB(2, 1))
                .isEqualTo(0xffffffff);
    }

    @Test
    void openApiIsExact(@TempDir Path folder) throws Exception {
        HttpResponse<String> yaml = described.get("/openapi.yaml");
        assertThat(yaml.headers().firstValue("Content-Type")).contains("application/yaml");
        Goldens.check(Path.of("src/test/resources/openapi/described.yaml"), yaml.body());
        Goldens.check(
                Path.of("src/test/resources/openapi/thumbnail.yaml"),
                thumbnail.get("/openapi.yaml").body());
        PythonVenv python = PythonVenv.of(Path.of("target/openapi-venv"), Path.of("src/test/python/openapi_check.txt"));
        PythonVenv.Result result =
                python.run(Path.of("src/test/python/openapi_check.py"), "http://127.0.0.1:" + described.port());
        assertThat(result.output()).contains("all right");
        assertThat(result.status()).isZero();
    }

    /** Decoders are slow to load: whoever sends JSON does not pay for them. */
    @Test
    void nothingOfImagesIsLoadedBeforeTheFirstImage(@TempDir Path folder) throws Exception {
        String[] late = {
            "dev.dormouse.steps.image.ImageFiles", "java.awt.image.BufferedImage", "dev.dormouse.protocol.Multipart"
        };
        try (RunningApp app = RunningApp.start(Bundles.compile("types", folder))) {
            HttpResponse<String> answer = app.send(app.json(
                    "/eval",
                    "{\"features\": [3, 10], \"count\": 255, \"big\": 7, \"flag\": true, \"text\": \"A\"}"
                            .getBytes(StandardCharsets.UTF_8)));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(classes(app)).contains("dev.dormouse.functions.EvalDoor").doesNotContain(late);
        }
        byte[] photo = file("jpeg", 2, 2, 0);
        assertThat(post(thumbnail, FORM, form("photo", "image/jpeg", photo), "Accept", "image/jpeg")
                        .statusCode())
                .isEqualTo(200);
        assertThat(classes(thumbnail)).contains(late);
    }

    private static String classes(RunningApp app) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(app.process().pid()), "VM.class_hierarchy")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
