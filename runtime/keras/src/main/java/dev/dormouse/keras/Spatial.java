package dev.dormouse.keras;

import dev.dormouse.plan.Dim;
import java.util.ArrayList;
import java.util.List;

/**
 * An input of a convolution or pooling with its channels in front, as ONNX wants it, and the way back.
 *
 * @param name of the tensor [batch, channels, space…]
 * @param space the dims of space
 */
record Spatial(LayerCall call, String name, Dim batch, Dim channels, List<Dim> space) {

    static Spatial of(LayerCall call, int axes) {
        Value input = call.ops().as(call.input(axes + 2), ElementType.FLOAT);
        boolean first = Axes.channelsFirst(call);
        String name = first ? input.name() : call.ops().transpose(input.name(), Axes.channelsToFront(axes + 2));
        int from = first ? 2 : 1;
        return new Spatial(
                call,
                name,
                input.dim(0),
                input.dim(first ? 1 : axes + 1),
                input.dims().subList(from, from + axes));
    }

    int axes() {
        return space.size();
    }

    /** How many channels, which must be known. */
    long channelCount() {
        long count = Dims.size(channels);
        if (count < 0) {
            throw KerasFault.unreadable(call.place() + " needs an input with a known number of channels");
        }
        return count;
    }

    /** The same surroundings with another tensor. */
    Spatial with(String newName, Dim newChannels, List<Dim> newSpace) {
        return new Spatial(call, newName, batch, newChannels, List.copyOf(newSpace));
    }

    /** The value with its channels where the layer has them. */
    Value value() {
        boolean first = Axes.channelsFirst(call);
        List<Dim> dims = new ArrayList<>(List.of(batch));
        if (first) {
            dims.add(channels);
        }
        dims.addAll(space);
        if (!first) {
            dims.add(channels);
        }
        String back = first ? name : call.ops().transpose(name, Axes.channelsToBack(axes() + 2));
        return Value.of(back, ElementType.FLOAT, dims);
    }
}
