package dev.dormouse.keras;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every class of layers that is translated. */
final class LayerTable {
    private final Map<String, LayerTranslation> byClass = new HashMap<>();

    LayerTable() {
        Stream.of(
                        DenseLayers.all(),
                        ActivationLayers.all(),
                        ShapeLayers.all(),
                        BorderLayers.all(),
                        NormalizationLayers.all(),
                        ConvolutionLayers.all(),
                        TransposedConvolutions.all(),
                        PoolingLayers.all(),
                        MergeLayers.all(),
                        EmbeddingLayers.all(),
                        RecurrentLayers.all(),
                        WrapperLayers.all(),
                        Operations.all(),
                        ShapeOperations.all(),
                        AttentionLayers.all(),
                        ScoredAttention.all(),
                        ConvolutionalRecurrence.all(),
                        EncodingLayers.all(),
                        ImageLayers.all(),
                        MoreOperations.all(),
                        LambdaOperations.all(),
                        ApplicationLayers.all())
                .forEach(byClass::putAll);
    }

    Optional<LayerTranslation> find(String className) {
        return Optional.ofNullable(byClass.get(className));
    }
}
