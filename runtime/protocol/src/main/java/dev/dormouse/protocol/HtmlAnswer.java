package dev.dormouse.protocol;

import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * OVH's HTML: a heading for each tensor, a paragraph for a scalar, a list for a vector, an image, or JSON as code. Unlike
 * there, texts and names are escaped: they are data, often the caller's.
 */
final class HtmlAnswer {
    private final StringBuilder html = new StringBuilder();
    private final boolean squeeze;

    private HtmlAnswer(boolean squeeze) {
        this.squeeze = squeeze;
    }

    static byte[] of(List<OvhOutputs.Content> contents, boolean squeeze) {
        HtmlAnswer answer = new HtmlAnswer(squeeze);
        contents.forEach(answer::add);
        return answer.html.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void add(OvhOutputs.Content content) {
        html.append("<h1>").append(escaped(content.tensor().name())).append("</h1>");
        if (ImageFormat.MEDIA_TYPES.contains(content.mediaType())) {
            html.append("<img id=\"ItemPreview\" src=\"data:")
                    .append(content.mediaType())
                    .append(";base64,")
                    .append(Base64.getEncoder().encodeToString(content.bytes()))
                    .append("\">");
            return;
        }
        Tensor tensor = content.tensor().tensor();
        Shape shape = squeeze ? JsonOutputs.squeezed(tensor.shape()) : tensor.shape();
        if (shape.rank() == 0) {
            html.append("<p>").append(element(tensor, 0)).append("</p>");
        } else if (shape.rank() == 1) {
            html.append("<ul>");
            for (int i = 0; i < shape.dim(0); i++) {
                html.append("<li>").append(element(tensor, i)).append("</li>");
            }
            html.append("</ul>");
        } else {
            html.append("<code>")
                    .append(escaped(new String(content.bytes(), StandardCharsets.UTF_8)))
                    .append("</code>");
        }
    }

    /** A text as it is, another value as in JSON. */
    private static String element(Tensor tensor, int index) {
        if (tensor instanceof TextTensor text) {
            return escaped(text.get(index));
        }
        if (tensor instanceof BytesTensor bytes) {
            return Base64.getEncoder().encodeToString(bytes.get(index));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var json = Json.FACTORY.createGenerator(out)) {
            JsonOutputs.writeElement(json, tensor, index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
