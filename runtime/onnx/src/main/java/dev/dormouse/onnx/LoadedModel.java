package dev.dormouse.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import dev.dormouse.plan.Options;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A session, and how texts must be written for it. The file is loaded as it is, by its path; only a model that needs it
 * is loaded again with changes: one with texts among its constants that JNI cannot hand over, one with a default that
 * the plan overrides (the Java interface feeds only inputs without), one with unsigned inputs that the Java interface
 * cannot make, one whose locale the system lacks.
 *
 * @param signed the inputs that are fed as {@link SignedInputs}
 */
record LoadedModel(OrtSession session, StandIns standIns, Set<String> signed) {
    /** A StringNormalizer's default is en_US.UTF-8, which small images do not have; every glibc has this one. */
    private static final String BUILT_IN_LOCALE = "C.UTF-8";

    LoadedModel {
        signed = Set.copyOf(signed);
    }

    /**
     * @throws dev.dormouse.step.ArtifactException if ONNX Runtime refuses the model
     */
    static LoadedModel load(StepContext context, Path file) throws OrtException, IOException {
        Options options = context.options();
        OrtSession session;
        Changes changes = Changes.NONE;
        try {
            session = OrtSessions.open(file, options);
        } catch (OrtException e) {
            if (!String.valueOf(e.getMessage()).contains("Failed to construct locale")) {
                throw OrtSessions.refused(file, e);
            }
            changes = changes.locale(Optional.of(BUILT_IN_LOCALE));
            session = OrtSessions.open(new ModelRewrite(Files.readAllBytes(file), changes).rewritten(), file, options);
        }
        try {
            boolean text = Stream.of(session.getInputInfo(), session.getOutputInfo())
                    .anyMatch(infos -> hasText(infos.values()));
            Set<String> fed = ports(context.inputs().stream());
            fed.removeAll(session.getInputNames());
            Set<String> signed = ports(context.inputs().stream()
                    .filter(input -> SignedInputs.isNeededFor(input.type().datatype())));
            if (!text && fed.isEmpty() && signed.isEmpty()) {
                return new LoadedModel(session, StandIns.NONE, Set.of());
            }
            byte[] bytes = Files.readAllBytes(file);
            StandIns standIns = text ? StandIns.forModel(ModelRewrite.texts(bytes)) : StandIns.NONE;
            if (standIns.isEmpty() && fed.isEmpty() && signed.isEmpty()) {
                return new LoadedModel(session, StandIns.NONE, Set.of());
            }
            session.close();
            changes = changes.withoutDefault(fed)
                    .text(standIns.forConstants()::encode)
                    .signed(signed);
            session = OrtSessions.open(new ModelRewrite(bytes, changes).rewritten(), file, options);
            return new LoadedModel(session, standIns, signed);
        } catch (OrtException | IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static Set<String> ports(Stream<Wire> wires) {
        return wires.map(Wire::port).collect(Collectors.toSet());
    }

    /** The name under which the session takes what is wired to an input. */
    String sessionInput(String port) {
        return signed.contains(port) ? SignedInputs.nameOf(port) : port;
    }

    private static boolean hasText(Collection<NodeInfo> infos) {
        return infos.stream()
                .map(NodeInfo::getInfo)
                .anyMatch(info -> info instanceof SequenceInfo
                        || (info instanceof TensorInfo tensor && tensor.type == OnnxJavaType.STRING));
    }
}
