package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tensors as OVH's serving runtime gives them: JSON, HTML, parts, or one image. In HTML and in parts a tensor whose
 * declared shape is one of images is PNG files unless a parameter, {@code name=type}, asks for JSON or JPEG.
 */
public final class OvhOutputs {
    private static final String JSON = "application/json";
    private static final String PNG = "image/png";

    private final Map<String, Named> tensors = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private final boolean squeeze;
    private final ImageFormat images;

    /** A tensor under the name that the caller sees, with its declared type. */
    public record Named(String name, TensorType type, Tensor tensor) {}

    /**
     * Something of the answer that has a type of its own.
     *
     * @param tensor what it was made from, one of several images for a batch
     */
    record Content(Named tensor, String mediaType, byte[] bytes) {}

    /** @param squeeze whether dims of size 1 are left out */
    public OvhOutputs(List<Named> tensors, boolean squeeze, ImageFormat images) {
        for (Named named : tensors) {
            this.tensors.put(named.name(), named);
            order.add(named.name());
        }
        this.squeeze = squeeze;
        this.images = images;
    }

    /** An object by name. */
    public byte[] json() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            for (String name : order) {
                json.writeFieldName(name);
                JsonOutputs.writeValue(json, named(name).tensor(), squeeze);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** @param parameters of the Accept header: how a tensor is given, by its name */
    public byte[] html(Map<String, String> parameters) {
        return HtmlAnswer.of(contents(parameters), squeeze);
    }

    /** The parts between lines of this boundary. */
    public byte[] multipart(Map<String, String> parameters, String boundary) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Content content : contents(parameters)) {
            String name = quoted(content.tensor().name());
            out.writeBytes(ascii("--" + boundary + "\r\nContent-Type: " + content.mediaType()
                    + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name
                    + extension(content.mediaType()) + "\"\r\n\r\n"));
            out.writeBytes(content.bytes());
            out.writeBytes(ascii("\r\n"));
        }
        out.writeBytes(ascii("--" + boundary + "--\r\n"));
        return out.toByteArray();
    }

    /**
     * The only tensor as one image.
     *
     * @throws PipelineException INVALID_INPUT if there are several tensors, or it is not one image
     */
    public byte[] image(String mediaType) {
        if (order.size() != 1) {
            throw PipelineException.invalidInput("Unable to convert several tensors (" + order
                    + ") into a single image...; ask for multipart/form-data, text/html or application/json");
        }
        Named only = named(order.get(0));
        List<byte[]> files = files(only, mediaType, layout(only));
        if (files.size() != 1) {
            throw PipelineException.invalidInput("Unable to convert a batch of " + files.size()
                    + " images into a single image...; ask for multipart/form-data, text/html or application/json");
        }
        return files.get(0);
    }

    /** In the order in which Java's hash maps have the names, which is the order of OVH's answers. */
    private List<Content> contents(Map<String, String> parameters) {
        List<Content> contents = new ArrayList<>();
        for (Named named : tensors.values()) {
            Optional<ImageLayout> declared = ImageLayout.of(named.type());
            String type = parameters.getOrDefault(named.name(), declared.isPresent() ? PNG : JSON);
            switch (type) {
                case JSON -> contents.add(new Content(named, JSON, value(named.tensor())));
                case PNG, "image/*", "image/jpeg" -> {
                    String mediaType = type.equals("image/jpeg") ? type : PNG;
                    for (byte[] file : files(named, mediaType, layout(named))) {
                        contents.add(new Content(named, mediaType, file));
                    }
                }
                default ->
                    throw PipelineException.invalidInput("Accept asks for '" + named.name() + "' as "
                            + Tokens.clip(type) + "; it can be application/json, image/png or image/jpeg");
            }
        }
        return contents;
    }

    /** By the declared type, or by the tensor where that leaves the channels open and the client asks for an image. */
    private static ImageLayout layout(Named named) {
        Optional<ImageLayout> layout = ImageLayout.of(named.type());
        if (layout.isEmpty() && named.tensor() instanceof NumericTensor numbers) {
            layout =
                    ImageLayout.of(Arrays.stream(numbers.shape().dims()).boxed().toList());
        }
        return layout.filter(found -> named.tensor() instanceof NumericTensor)
                .orElseThrow(() -> PipelineException.invalidInput(
                        "Impossible to convert tensor '" + named.name() + "' into image: it is " + named.type()));
    }

    private List<byte[]> files(Named named, String mediaType, ImageLayout layout) {
        NumericTensor tensor = (NumericTensor) named.tensor();
        int height = tensor.shape().intDim(layout.height());
        int width = tensor.shape().intDim(layout.width());
        if (height == 0 || width == 0) {
            throw PipelineException.invalidInput(
                    "Impossible to convert tensor '" + named.name() + "' into image: it has no pixels");
        }
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < layout.count(tensor); i++) {
            files.add(images.encode(mediaType, layout.pixels(tensor, i), height, width));
        }
        return files;
    }

    private byte[] value(Tensor tensor) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
            JsonOutputs.writeValue(json, tensor, squeeze);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private Named named(String name) {
        return Objects.requireNonNull(tensors.get(name));
    }

    private static String extension(String mediaType) {
        return switch (mediaType) {
            case PNG -> ".png";
            case "image/jpeg" -> ".jpg";
            default -> ".json";
        };
    }

    /** As browsers write names into form data. */
    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
