package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Layers that bring images to a size, and the interpolations of them and of UpSampling2D. */
final class ImageLayers {
    private ImageLayers() {}

    static Map<String, LayerTranslation> all() {
        return Map.of(
                "Resizing", ImageLayers::resizing,
                "CenterCrop", ImageLayers::centerCrop,
                "RandomCrop", ImageLayers::sameSize);
    }

    private static List<Value> resizing(LayerCall call) {
        Config config = call.config();
        if (config.flag("crop_to_aspect_ratio", false) || config.flag("pad_to_aspect_ratio", false)) {
            throw call.unsupported("keeps the aspect ratio", "use the steps resize and centerCrop before the model");
        }
        if (config.flag("antialias", false)) {
            throw call.unsupported("has antialias", "use the step resize before the model, which does that");
        }
        Value input = call.ops().as(call.input(4), ElementType.FLOAT);
        long[] size = {config.size("height"), config.size("width")};
        return List.of(resized(call, input, config.string("interpolation", "bilinear"), size));
    }

    /** To [height, width], as tf.image.resize does with half pixel centres. */
    static Value resized(LayerCall call, Value input, String interpolation, long[] size) {
        int first = Axes.firstSpatial(call);
        List<Dim> dims = new ArrayList<>(input.dims());
        dims.set(first, Dim.of(size[0]));
        dims.set(first + 1, Dim.of(size[1]));
        Ops ops = call.ops();
        boolean moves = first == 1;
        String name = moves ? ops.transpose(input.name(), 0, 3, 1, 2) : input.name();
        boolean cubic = interpolation.equals("bicubic");
        long channels = Dims.size(input.dim(moves ? 3 : 1));
        if (cubic) {
            // ONNX Runtime moves transposes through a Resize, but cannot make images smaller with channels last then
            name = ops.reshape(name, -1, 1, call.known(input, first), call.known(input, first + 1));
        }
        String front = ops.slice(call.graph().node("Shape", List.of(name)), 0, 0, 2);
        String sizes = ops.concat(0, List.of(front, call.graph().integers(size)));
        List<NodeAttribute> attributes = attributes(call, interpolation);
        String resized =
                call.graph().node("Resize", List.of(name, "", "", sizes), attributes.toArray(NodeAttribute[]::new));
        if (cubic) {
            resized = ops.reshape(resized, -1, channels, size[0], size[1]);
        }
        return input.reshaped(moves ? ops.transpose(resized, 0, 2, 3, 1) : resized, dims);
    }

    /** Those of a Resize node. */
    static List<NodeAttribute> attributes(LayerCall call, String interpolation) {
        return switch (interpolation) {
            case "nearest" ->
                List.of(
                        NodeAttribute.of("mode", "nearest"),
                        NodeAttribute.of("coordinate_transformation_mode", "half_pixel"),
                        NodeAttribute.of("nearest_mode", "round_prefer_ceil"));
            case "bilinear" ->
                List.of(
                        NodeAttribute.of("mode", "linear"),
                        NodeAttribute.of("coordinate_transformation_mode", "half_pixel"));
            case "bicubic" ->
                List.of(
                        NodeAttribute.of("mode", "cubic"),
                        NodeAttribute.of("coordinate_transformation_mode", "half_pixel"),
                        NodeAttribute.of("cubic_coeff_a", -0.5),
                        NodeAttribute.of("exclude_outside", 1));
            default ->
                throw call.unsupported("interpolates '" + interpolation + "'", "use nearest, bilinear or bicubic");
        };
    }

    private static List<Value> centerCrop(LayerCall call) {
        Value input = call.input(4);
        int first = Axes.firstSpatial(call);
        long[] target = {call.config().size("height"), call.config().size("width")};
        String name = input.name();
        List<Dim> dims = new ArrayList<>(input.dims());
        for (int i = 0; i < 2; i++) {
            long size = call.known(input, first + i);
            if (size < target[i]) {
                throw call.unsupported("enlarges its images", "use Resizing for images that are smaller");
            }
            long start = (size - target[i]) / 2;
            name = call.ops().slice(name, first + i, start, start + target[i]);
            dims.set(first + i, Dim.of(target[i]));
        }
        return List.of(input.reshaped(name, dims));
    }

    /** Outside of training nothing is cropped. */
    private static List<Value> sameSize(LayerCall call) {
        return List.of(call.input());
    }
}
