package dev.dormouse.functions;

import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.HeaderValue;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

/** What {@code /eval} reads beside JSON: multipart bodies, image files, headers; and compressed bodies. */
class EvalFuzzTest {
    private static final byte[] PNG = new EvalImages().encode("image/png", new byte[3 * 4 * 5], 4, 5);
    private static final byte[] JPEG = new EvalImages().encode("image/jpeg", new byte[3 * 8 * 8], 8, 8);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    private static byte[] part(String name, String type, byte[] content) {
        return joined(
                utf8("--xyz\r\nContent-Type: " + type + "\r\nContent-Disposition: form-data; name=\"" + name
                        + "\"; filename=\"f\"\r\n\r\n"),
                content,
                utf8("\r\n"));
    }

    @Test
    void bodiesInParts() {
        Plan plan = FuzzPlan.of("f: FP32[n, 2]", "text: STRING[n]", "pixels: FP32[n, ?, ?, 3]", "raw: BYTES[n]");
        byte[] right = joined(
                part("f", "application/json", utf8("[[1, 2.5]]")),
                part("text", "text/plain", utf8("été")),
                part("pixels", "image/png", PNG),
                part("raw", "image/jpeg", JPEG),
                part("raw", "image/jpeg", JPEG),
                utf8("--xyz--\r\n"));
        String[] pieces = {
            "\r\n",
            "\r\n\r\n",
            "--xyz",
            "\r\n--xyz\r\n",
            "\r\n--xyz--",
            "--",
            ":",
            ";",
            "\"",
            "name=",
            "\\",
            "\t",
            "\u0000",
            "é",
            ",",
            "[[",
            "Content-Type: application/json\r\n",
            "Content-Transfer-Encoding: base64\r\n",
            "name=\"f\"",
            "name=\"pixels\"",
            "1e999",
            "\n",
            "\r"
        };
        List<byte[]> inserted = new ArrayList<>();
        for (String piece : pieces) {
            inserted.add(utf8(piece));
        }
        String[] types = {
            "multipart/form-data; boundary=",
            "multipart/form-data",
            "multipart/form-data; boundary=\"xyz",
            "multipart/mixed; boundary=" + "x".repeat(71)
        };
        Mutations bodies = new Mutations(List.of(right), inserted);
        // an image of a few bytes may say that it has 16 million pixels: its numbers are FP32 here
        new Fuzz("multipart", "part|body|boundary|header|image|input|Required fields|Content-Type", IMAGES, 128)
                .run(bodies::next, body -> {
                    String type = body.length % 50 == 0
                            ? types[body.length / 50 % types.length]
                            : "multipart/form-data; boundary=" + (body.length % 2 == 0 ? "xyz" : "\"xyz\"");
                    EvalBody.decode(type, body, plan);
                });
    }

    @Test
    void headers() {
        Plan plan = FuzzPlan.of("f: FP32[n, 2]");
        Mutations headers = Mutations.ofTexts(
                List.of(
                        "text/html; picture=application/json; q=0.5, application/json;q=0.9, */*",
                        "multipart/form-data; boundary=\"a\\\"b\"; charset=utf-8",
                        "image/png;q=1.0,image/*;q=.3",
                        "application/json",
                        "output:step",
                        "input:0"),
                ";",
                ",",
                "=",
                "\"",
                "\\",
                "q=",
                "q=NaN",
                "q=-1",
                "q=1e400",
                "q=0x1p3",
                " ",
                "\t",
                "*/*",
                "é",
                "\u0000",
                ";a=b".repeat(100),
                ",".repeat(200));
        new Fuzz("headers", "header|door|body|boundary", 1 << 16, 256).run(headers::next, bytes -> {
            String header = new String(bytes, StandardCharsets.ISO_8859_1);
            HeaderValue.parse(header);
            HeaderValue.parseList(header);
            MediaType.accepts(header, MediaType.JSON);
            ResponseBody.encoding(header);
            switch (bytes.length % 3) {
                case 0 -> EvalFormat.of(header, 1 + bytes.length % 2);
                case 1 -> EvalBody.requireType(header);
                default -> EvalStep.of(header, plan);
            }
        });
    }

    @Test
    void compressedBodies() throws IOException {
        int limit = 100_000;
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(utf8("{\"f\": [[1, 2]]}"));
        }
        List<byte[]> right = new ArrayList<>(List.of(gzip.toByteArray()));
        for (int length : new int[] {20, limit - 1, limit, limit + 1, 100 * limit}) {
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
                out.write(new byte[length]);
            }
            right.add(deflated.toByteArray());
        }
        Mutations bodies =
                new Mutations(right, List.of(gzip.toByteArray(), new byte[] {0x1f, (byte) 0x8b}, new byte[2]));
        // pieces and the whole: the limit twice, and the inflater's own window
        new Fuzz("compressed bodies", "body", 4L * limit + (1 << 17), 8)
                .run(
                        bodies::next,
                        body -> ContentEncoding.decompressed(
                                body, body.length % 2 == 0 ? "gzip" : "deflate", limit, size -> {}));
    }

    /** 16 million pixels of 3 channels as they are stored, as they are decoded, and in the batch; and in FP32. */
    private static final long IMAGES = 16_000_000L * (3 + 3 + 3 + 12) + (4 << 20);

    @Test
    void imageFiles() throws IOException {
        Mutations files = new Mutations(images(), List.of(new byte[] {(byte) 0xff, (byte) 0xd8}, new byte[12]));
        Plan plan = FuzzPlan.of("pixels: FP32[n, ?, ?, 3]");
        Plan resized = FuzzPlan.of("pixels: UINT8[3, 16, 16]");
        new Fuzz("image files", "image \\d+ (is|has)|image \\d+ .* pixels", IMAGES, 256)
                .run(random -> image(files, random), file -> {
                    EvalBody.decode("image/png", file, file.length % 2 == 0 ? plan : resized);
                });
    }

    /** Checksums of PNG are put right often, or nothing behind them would be reached; so are sizes put wrong. */
    private static byte[] image(Mutations files, Random random) {
        byte[] file = files.next(random);
        boolean png = file.length > 33 && file[1] == 'P';
        if (random.nextInt(50) == 0 && png) {
            for (int at : new int[] {16, 20}) {
                ByteBuffer.wrap(file).putInt(at, Integer.MAX_VALUE >>> random.nextInt(31));
            }
        }
        if (random.nextInt(50) == 0 && !png) {
            for (int at = 0; at + 9 < file.length; at++) {
                if (file[at] == (byte) 0xff && (file[at + 1] == (byte) 0xc0 || file[at + 1] == (byte) 0xc2)) {
                    ByteBuffer.wrap(file).putShort(at + 5, (short) (0xffff >>> random.nextInt(16)));
                    ByteBuffer.wrap(file).putShort(at + 7, (short) (0xffff >>> random.nextInt(16)));
                }
            }
        }
        if (png && random.nextInt(8) > 0) {
            correctChecksums(file);
        }
        return file;
    }

    private static void correctChecksums(byte[] png) {
        ByteBuffer file = ByteBuffer.wrap(png);
        int at = 8;
        while (at + 12 <= png.length) {
            int length = file.getInt(at);
            if (length < 0 || length > png.length - at - 12) {
                return;
            }
            CRC32 checksum = new CRC32();
            checksum.update(png, at + 4, length + 4);
            file.putInt(at + 8 + length, (int) checksum.getValue());
            at += 12 + length;
        }
    }

    private static List<byte[]> images() throws IOException {
        List<byte[]> images = new ArrayList<>();
        Random random = new Random(7);
        for (int type : new int[] {
            BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_USHORT_GRAY,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_BYTE_BINARY
        }) {
            BufferedImage image = new BufferedImage(9, 7, type);
            for (int i = 0; i < 63; i++) {
                image.setRGB(i % 9, i / 9, random.nextInt());
            }
            images.add(written(image, "png", false));
            images.add(written(image, "png", true));
            if (type == BufferedImage.TYPE_INT_RGB || type == BufferedImage.TYPE_BYTE_GRAY) {
                images.add(written(image, "jpeg", false));
                images.add(written(image, "jpeg", true));
            }
        }
        return images;
    }

    /** @param progressive Adam7 for PNG */
    private static byte[] written(BufferedImage image, String format, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
