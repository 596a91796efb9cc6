package dev.dormouse.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.step.ArtifactException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeTest {
    private static final Path MODELS = Path.of("src/test/resources/models");
    private static final Device CPU = new Device("cpu");

    @TempDir
    Path folder;

    @Test
    void aModelThatLoadsOrIsRefusedInGoodOrderIsNoConcern() {
        Probe.in(MODELS.resolve("bert.onnx"), CPU);
        Probe.in(MODELS.resolve("unknown-operator.onnx"), CPU);
    }

    /** A tree that is a path of 40 000 branches: ONNX Runtime walks it by recursion until its stack is at its end. */
    @Test
    void aModelThatEndsTheProcessEndsAnother() throws IOException {
        Path model = folder.resolve("deep.onnx");
        try (OutputStream out = Files.newOutputStream(model)) {
            model(tree(40_000)).writeTo(out);
        }
        assertThat(Models.inputs(model)).hasSize(1);
        assertThatThrownBy(() -> Probe.in(model, CPU))
                .isInstanceOfSatisfying(
                        ArtifactException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(ArtifactException.Reason.UNREADABLE))
                .hasMessage("ONNX Runtime ends its process on loading deep.onnx (signal 11)");
    }

    /** IR version (1), graph (7), opset (8). */
    private static WirePieces model(WirePieces node) {
        WirePieces graph = new WirePieces()
                .message(1, node)
                .text(2, "graph")
                .message(11, value("x"))
                .message(12, value("y"));
        return new WirePieces()
                .integer(1, 8)
                .message(7, graph)
                .message(8, new WirePieces().text(1, "ai.onnx.ml").integer(2, 3));
    }

    /** FP32[?, 1]. */
    private static WirePieces value(String name) {
        WirePieces shape = new WirePieces().message(1, new WirePieces()).message(1, new WirePieces().integer(1, 1));
        return new WirePieces()
                .text(1, name)
                .message(
                        2,
                        new WirePieces()
                                .message(1, new WirePieces().integer(1, 1).message(2, shape)));
    }

    /** The branches are 0 to n - 1, each with the next one on its one side and leaf n + 1 + i on the other. */
    private static WirePieces tree(int n) {
        int all = 2 * n + 1;
        WirePieces node = new WirePieces()
                .text(1, "x")
                .text(2, "y")
                .text(4, "TreeEnsembleRegressor")
                .text(7, "ai.onnx.ml");
        integers(node, "nodes_treeids", all, i -> 0);
        integers(node, "nodes_nodeids", all, i -> i);
        integers(node, "nodes_featureids", all, i -> 0);
        integers(node, "nodes_truenodeids", all, i -> i < n ? i + 1 : 0);
        integers(node, "nodes_falsenodeids", all, i -> i < n ? n + 1 + i : 0);
        floats(node, "nodes_values", all);
        integers(node, "target_treeids", n + 1, i -> 0);
        integers(node, "target_nodeids", n + 1, i -> n + i);
        integers(node, "target_ids", n + 1, i -> 0);
        floats(node, "target_weights", n + 1);
        WirePieces modes = new WirePieces().text(1, "nodes_modes");
        for (int i = 0; i < all; i++) {
            modes.text(9, i < n ? "BRANCH_LEQ" : "LEAF");
        }
        return node.message(5, modes.integer(20, 8))
                .message(5, new WirePieces().text(1, "n_targets").integer(3, 1).integer(20, 2));
    }

    private static void integers(WirePieces node, String name, int count, IntUnaryOperator values) {
        WirePieces packed = new WirePieces();
        for (int i = 0; i < count; i++) {
            packed.varint(values.applyAsInt(i));
        }
        node.message(5, new WirePieces().text(1, name).message(8, packed).integer(20, 7));
    }

    private static void floats(WirePieces node, String name, int count) {
        byte[] ones = new byte[4 * count];
        ByteBuffer buffer = ByteBuffer.wrap(ones).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            buffer.putFloat(1);
        }
        node.message(5, new WirePieces().text(1, name).bytes(7, ones).integer(20, 6));
    }
}
