package dev.dormouse.onnx;

import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
import dev.dormouse.onnx.OnnxModel.Value;
import dev.dormouse.step.StepContext.Wire;
import dev.dormouse.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How each output that somebody reads is made of what the session gives: as it is, of maps, or as one of a sequence. */
final class Fetches {
    private final List<Fetch> fetches;

    private Fetches(List<Fetch> fetches) {
        this.fetches = List.copyOf(fetches);
    }

    /**
     * @param zipMap whose maps the output is made of
     * @param index which of a sequence's tensors the output is, or -1
     */
    private record Fetch(Wire wire, String output, Optional<ZipMap> zipMap, int index) {
        static Fetch whole(Wire wire) {
            return new Fetch(wire, wire.port(), Optional.empty(), -1);
        }
    }

    /** For these outputs; the file is read only if the model has sequences. */
    static Fetches of(List<Wire> outputs, LoadedModel model, Path file) throws OrtException {
        OrtSession session = model.session();
        boolean sequences =
                session.getOutputInfo().values().stream().anyMatch(info -> info.getInfo() instanceof SequenceInfo);
        Map<String, Fetch> special = sequences ? special(OnnxReader.read(file), outputs, model.standIns()) : Map.of();
        List<Fetch> fetches = new ArrayList<>();
        for (Wire wire : outputs) {
            Fetch fetch = special.getOrDefault(wire.port(), Fetch.whole(wire));
            if (!session.getOutputNames().contains(fetch.output())) {
                throw new IllegalArgumentException("the model has no output '" + wire.port() + "'");
            }
            fetches.add(fetch);
        }
        return new Fetches(fetches);
    }

    private static Map<String, Fetch> special(OnnxModel model, List<Wire> outputs, StandIns standIns) {
        Map<String, Fetch> special = new HashMap<>();
        for (Wire wire : outputs) {
            ZipMap.of(model, wire.port())
                    .map(zipMap -> zipMap.encoded(standIns.forConstants()))
                    .ifPresent(
                            zipMap -> special.put(wire.port(), new Fetch(wire, wire.port(), Optional.of(zipMap), -1)));
            for (Value output : model.graph().outputs()) {
                TensorSequence.of(model.graph(), output).ifPresent(sequence -> {
                    int index = sequence.names().indexOf(wire.port());
                    if (index >= 0) {
                        special.put(wire.port(), new Fetch(wire, output.name(), Optional.empty(), index));
                    }
                });
            }
        }
        return special;
    }

    /** The session's outputs that are needed, each once. */
    Set<String> sessionOutputs() {
        Set<String> names = new LinkedHashSet<>();
        fetches.forEach(fetch -> names.add(fetch.output()));
        return names;
    }

    Tensor[] tensors(OrtSession.Result result, StandIns.Mapping texts) throws OrtException {
        Tensor[] tensors = new Tensor[fetches.size()];
        for (int i = 0; i < tensors.length; i++) {
            Fetch fetch = fetches.get(i);
            OnnxValue value = result.get(fetch.output()).orElseThrow();
            tensors[i] = tensor(value, fetch, texts);
        }
        return tensors;
    }

    private static Tensor tensor(OnnxValue value, Fetch fetch, StandIns.Mapping texts) throws OrtException {
        if (value instanceof OnnxSequence sequence) {
            return fetch.zipMap().isPresent()
                    ? OrtValues.fromMaps(sequence, fetch.zipMap().get())
                    : OrtValues.element(
                            sequence, fetch.index(), fetch.wire().type().datatype(), texts);
        }
        return OrtValues.fromOrt((OnnxTensor) value, fetch.wire().type().datatype(), texts);
    }
}
