package dev.dormouse.benchmarks;

import com.google.protobuf.ByteString;
import dev.dormouse.functions.inference.InferTensorContents;
import dev.dormouse.functions.inference.ModelInferRequest;
import dev.dormouse.functions.inference.ModelInferRequest.InferInputTensor;
import dev.dormouse.steps.image.ImageFiles;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * One image, 224 by 224 pixels of red, green and blue, as clients send it to each door: FP32[1, 224, 224, 3], 602,112
 * bytes. It is smooth with some noise, so that PNG has something to do; the values are 0 to 255 with a fraction, as a resized image
 * has them.
 */
record ImageRequests(float[] values) {
    static final String INPUT = "image";
    static final String TYPE = "FP32[n, 224, 224, 3]";
    private static final int SIDE = 224;
    private static final String DESCRIBED = "{\"name\":\"image\",\"shape\":[1,224,224,3],\"datatype\":\"FP32\",";

    static ImageRequests make() {
        Random random = new Random(1);
        float[] values = new float[SIDE * SIDE * 3];
        for (int i = 0; i < values.length; i++) {
            int x = i / 3 % SIDE;
            int y = i / 3 / SIDE;
            double smooth = 127 + 100 * Math.sin((x + 40.0 * (i % 3)) / 31) * Math.cos(y / 47.0);
            values[i] = (float) (smooth + 8 * random.nextDouble());
        }
        return new ImageRequests(values);
    }

    NumericTensor tensor() {
        return NumericTensor.of(Shape.of(1, SIDE, SIDE, 3), values);
    }

    /** As the JSON of a client whose numbers are the shortest: lists in lists, or one list. */
    private String list(boolean nested) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            boolean row = nested && i % (3 * SIDE) == 0;
            boolean pixel = nested && i % 3 == 0;
            json.append(i == 0 ? "" : pixel ? "]" : "").append(row && i > 0 ? "]" : "");
            json.append(i == 0 ? "" : ",")
                    .append(row ? "[" : "")
                    .append(pixel ? "[" : "")
                    .append(values[i]);
        }
        return nested ? "[[" + json + "]]]]" : "[" + json + "]";
    }

    byte[] plain() {
        return utf8("{\"image\":" + list(true) + "}");
    }

    byte[] structuredEvent() {
        return utf8("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data\":{\"image\":"
                + list(true) + "}}");
    }

    byte[] inference() {
        return utf8("{\"inputs\":[" + DESCRIBED + "\"data\":" + list(false) + "}]}");
    }

    /** The JSON before the bytes of {@link #raw}. */
    byte[] binaryHead() {
        return utf8("{\"inputs\":[" + DESCRIBED + "\"parameters\":{\"binary_data_size\":" + 4 * values.length
                + "}}],\"parameters\":{\"binary_data_output\":true}}");
    }

    byte[] binary() {
        byte[] head = binaryHead();
        return ByteBuffer.allocate(head.length + 4 * values.length)
                .put(head)
                .put(raw())
                .array();
    }

    private byte[] raw() {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return raw.array();
    }

    ModelInferRequest grpcRaw(String model) {
        return ModelInferRequest.newBuilder()
                .setModelName(model)
                .addInputs(described())
                .addRawInputContents(ByteString.copyFrom(raw()))
                .build();
    }

    ModelInferRequest grpcTyped(String model) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (float value : values) {
            contents.addFp32Contents(value);
        }
        return ModelInferRequest.newBuilder()
                .setModelName(model)
                .addInputs(described().setContents(contents))
                .build();
    }

    private static InferInputTensor.Builder described() {
        return InferInputTensor.newBuilder()
                .setName(INPUT)
                .setDatatype("FP32")
                .addShape(1)
                .addShape(SIDE)
                .addShape(SIDE)
                .addShape(3);
    }

    /** The same pixels without their fractions. */
    byte[] png() {
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (int) values[i];
        }
        return ImageFiles.png(pixels, SIDE, SIDE);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
