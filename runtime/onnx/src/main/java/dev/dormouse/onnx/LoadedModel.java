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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A session, and how texts must be written for it. The file is loaded as it is, by its path; only a model that needs it
 * is loaded again with changes: one with texts among its constants that JNI cannot hand over, one with a default that
 * the plan overrides (the Java interface feeds only inputs without), one whose locale the system lacks.
 */
record LoadedModel(OrtSession session, StandIns standIns) {
    /** A StringNormalizer's default is en_US.UTF-8, which small images do not have; every glibc has this one. */
    private static final String BUILT_IN_LOCALE = "C.UTF-8";

    /**
     * @throws dev.dormouse.step.ArtifactException if ONNX Runtime refuses the model
     */
    static LoadedModel load(StepContext context, Path file) throws OrtException, IOException {
        Options options = context.options();
        OrtSession session;
        boolean localeFixed = false;
        try {
            session = OrtSessions.open(file, options);
        } catch (OrtException e) {
            if (!String.valueOf(e.getMessage()).contains("Failed to construct locale")) {
                throw OrtSessions.refused(file, e);
            }
            localeFixed = true;
            session = OrtSessions.open(fixed(Files.readAllBytes(file), Set.of(), StandIns.NONE, true), file, options);
        }
        try {
            Set<String> fed = context.inputs().stream().map(Wire::port).collect(Collectors.toSet());
            fed.removeAll(session.getInputNames());
            boolean text = Stream.of(session.getInputInfo(), session.getOutputInfo())
                    .anyMatch(infos -> hasText(infos.values()));
            if (!text && fed.isEmpty()) {
                return new LoadedModel(session, StandIns.NONE);
            }
            byte[] bytes = Files.readAllBytes(file);
            StandIns standIns = text ? StandIns.forModel(ModelRewrite.texts(bytes)) : StandIns.NONE;
            if (standIns.isEmpty() && fed.isEmpty()) {
                return new LoadedModel(session, StandIns.NONE);
            }
            session.close();
            session = OrtSessions.open(fixed(bytes, fed, standIns, localeFixed), file, options);
            return new LoadedModel(session, standIns);
        } catch (OrtException | IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static byte[] fixed(byte[] bytes, Set<String> fed, StandIns standIns, boolean locale) {
        StandIns.Mapping mapping = standIns.forConstants();
        return new ModelRewrite(
                        bytes,
                        new HashSet<>(fed),
                        mapping::encode,
                        locale ? Optional.of(BUILT_IN_LOCALE) : Optional.empty())
                .rewritten();
    }

    private static boolean hasText(Collection<NodeInfo> infos) {
        return infos.stream()
                .map(NodeInfo::getInfo)
                .anyMatch(info -> info instanceof SequenceInfo
                        || (info instanceof TensorInfo tensor && tensor.type == OnnxJavaType.STRING));
    }
}
