package dev.dormouse.protocol;

import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.protocol.Multipart.Part;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Inputs as OVH's serving runtime takes them beside JSON: one image as the body, or parts by the names of inputs. Several
 * parts of one name are its rows. An image goes as its file into an input of BYTES, and as its pixels, 0 to 255, into one
 * of numbers whose shape is one of images; parts of other names are passed over.
 */
public final class OvhInputs {
    private static final String JSON = "application/json";

    private final List<Port> ports;
    private final ImageFormat images;
    private final OvhLeniency leniency;

    public OvhInputs(List<Port> ports, ImageFormat images) {
        this(ports, images, OvhLeniency.NONE);
    }

    public OvhInputs(List<Port> ports, ImageFormat images, OvhLeniency leniency) {
        this.ports = List.copyOf(ports);
        this.images = images;
        this.leniency = leniency;
    }

    /** The inputs of a pipeline that has only one, from a body that is an image. */
    public Map<String, Tensor> image(byte[] body) {
        if (ports.size() != 1) {
            throw PipelineException.invalidInput("Your model takes several tensors as parameters but you provided only"
                    + " one; send a part for each of " + names());
        }
        return Map.of(ports.get(0).name(), images(ports.get(0), List.of(body)));
    }

    /** The inputs out of parts; a part without a name is the only input. */
    public Map<String, Tensor> parts(List<Part> parts) {
        Map<String, List<Part>> byName = new LinkedHashMap<>();
        for (Part part : parts) {
            byName.computeIfAbsent(name(part), key -> new ArrayList<>()).add(part);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        List<Port> missing = new ArrayList<>();
        for (Port port : ports) {
            Optional<String> name = leniency.nameAmong(byName.keySet(), port);
            List<Part> found = name.map(byName::get).orElse(List.of());
            if (!found.isEmpty()) {
                tensors.put(port.name(), tensor(port, found));
            } else if (name.isEmpty()) {
                tensors.put(port.name(), OvhLeniency.absent(port));
            } else {
                missing.add(port);
            }
        }
        if (!missing.isEmpty()) {
            throw OvhTypes.missing(missing);
        }
        return tensors;
    }

    private String name(Part part) {
        if (part.name().isEmpty() && ports.size() != 1) {
            throw PipelineException.invalidInput(
                    "a part has no name in its Content-Disposition; the inputs are " + names());
        }
        return part.name().isEmpty() ? ports.get(0).name() : part.name();
    }

    private Tensor tensor(Port port, List<Part> parts) {
        String type = parts.get(0).mediaType();
        if (parts.stream().anyMatch(part -> !part.mediaType().equals(type))) {
            throw PipelineException.invalidInput("the parts of input '" + port.name() + "' have different types, "
                    + parts.stream().map(Part::mediaType).distinct().limit(3).collect(Collectors.joining(", ")));
        }
        List<byte[]> contents = parts.stream().map(Part::content).toList();
        if (ImageFormat.MEDIA_TYPES.contains(type)) {
            return images(port, contents);
        }
        Datatype datatype = port.type().datatype();
        if (type.equals(JSON) || !datatype.isVariableLength() && type.startsWith("text/")) {
            return JsonInputs.value(contents, port);
        }
        if (datatype == Datatype.STRING && type.startsWith("text/")) {
            String[] texts = contents.stream().map(Utf8::decode).toArray(String[]::new);
            return new TextTensor(JsonInputs.ovhShape(port, Shape.of(texts.length)), texts);
        }
        if (datatype == Datatype.BYTES) {
            return files(port, contents);
        }
        throw PipelineException.invalidInput("a part of input '" + port.name() + "' is " + Tokens.clip(type) + "; "
                + port.type() + " takes application/json or text/plain");
    }

    private Tensor images(Port port, List<byte[]> files) {
        if (port.type().datatype() == Datatype.BYTES) {
            return files(port, files);
        }
        ImageLayout layout = ImageLayout.of(port.type())
                .orElseThrow(() -> PipelineException.invalidInput(
                        "input '" + port.name() + "' is " + port.type() + ", which takes no image"));
        if (layout.batch() < 0 && files.size() > 1) {
            throw PipelineException.invalidInput(
                    "input '" + port.name() + "' is " + port.type() + ", which takes one image, not " + files.size());
        }
        return layout.arranged(
                images.decode(
                        files,
                        layout.channels(),
                        ImageLayout.fixed(port.type(), layout.height()),
                        ImageLayout.fixed(port.type(), layout.width())),
                port.type().datatype());
    }

    private static Tensor files(Port port, List<byte[]> files) {
        return new BytesTensor(JsonInputs.ovhShape(port, Shape.of(files.size())), files.toArray(byte[][]::new));
    }

    private String names() {
        return ports.stream().map(port -> "'" + port.name() + "'").collect(Collectors.joining(", "));
    }
}
