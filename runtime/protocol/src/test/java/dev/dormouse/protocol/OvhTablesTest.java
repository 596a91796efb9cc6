package dev.dormouse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.protocol.OvhTables.Table;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OvhTablesTest {
    private static final List<Port> PORTS = List.of(
            new Port("a", TensorType.parse("FP32[n]")),
            new Port("b", TensorType.parse("FP64[n]")),
            new Port("other", TensorType.parse("INT64[n]")));

    private static Map<String, Tensor> read(String type, String body) {
        Table table = new Table("table", TensorType.parse(type), List.of("a", "b"));
        return new OvhTables(PORTS, List.of(table), OvhLeniency.NONE).read(body.getBytes(UTF_8));
    }

    private static double[] column(Map<String, Tensor> tensors, String name) {
        NumericTensor tensor = (NumericTensor) tensors.get(name);
        return IntStream.range(0, tensor.size()).mapToDouble(tensor::getDouble).toArray();
    }

    @Test
    void columnsStayColumns() {
        Map<String, Tensor> read = read("FP32[?, 2]", "{\"a\": [1, 2], \"b\": [3, 4], \"other\": [5, 6]}");
        assertThat(column(read, "b")).containsExactly(3, 4);
    }

    @Test
    void aWholeTableIsTakenApart() {
        Map<String, Tensor> read = read("FP32[?, 2]", "{\"table\": [[1, 2], [3, 4], [5, 6]], \"other\": [7, 8, 9]}");
        assertThat(read).containsOnlyKeys("a", "b", "other");
        assertThat(column(read, "a")).containsExactly(1, 3, 5);
        assertThat(column(read, "b")).containsExactly(2, 4, 6);
        assertThat(column(read, "other")).containsExactly(7, 8, 9);
    }

    @Test
    void windowsThatFollowEachOtherAreTheRowsThatTheyWereMadeOf() {
        for (String type : List.of("FP32[?, 4]", "FP32[?, 2, 2]")) {
            Map<String, Tensor> read = read(type, "{\"table\": [[1, 2, 3, 4], [3, 4, 5, 6]], \"other\": [7]}");
            assertThat(column(read, "a")).as(type).containsExactly(1, 3, 5);
            assertThat(column(read, "b")).as(type).containsExactly(2, 4, 6);
        }
    }

    @Test
    void otherWindowsAreRefused() {
        assertThatThrownBy(() -> read("FP32[?, 4]", "{\"table\": [[1, 2, 3, 4], [9, 4, 5, 6]], \"other\": [7]}"))
                .hasMessage("row 1 of 'table' does not begin where the row before it goes on; send rows that do not"
                        + " follow each other one by one");
    }

    @Test
    void anInputMayHaveASecondNameAndTextsMayBeLeftOut() {
        List<Port> ports =
                List.of(new Port("a", TensorType.parse("FP32[n]")), new Port("more", TensorType.parse("STRING[2, m]")));
        OvhTables tables = new OvhTables(ports, List.of(), new OvhLeniency(Map.of("a", "inputs"), Set.of("a", "more")));
        for (String name : List.of("a", "inputs")) {
            Map<String, Tensor> read = tables.read(("{\"" + name + "\": [1, 2]}").getBytes(UTF_8));
            assertThat(read).containsOnlyKeys("a", "more");
            assertThat(column(read, "a")).containsExactly(1, 2);
            assertThat(read.get("more").shape()).isEqualTo(Shape.of(2, 1));
            assertThat(((TextTensor) read.get("more")).values()).containsExactly("", "");
        }
        assertThatThrownBy(() -> tables.read("{\"A\": [1]}".getBytes(UTF_8)))
                .hasMessage("Required fields (inputs,float) not found or not compatible in the Table");
        assertThatThrownBy(() -> tables.read("[1]".getBytes(UTF_8))).hasMessageContaining("object");
        assertThatThrownBy(() -> tables.read("{\"a\": \"x\"}".getBytes(UTF_8))).hasMessageContaining("'a'");
    }

    @Test
    void aBodyThatIsNoObjectIsRefusedAsEver() {
        assertThatThrownBy(() -> read("FP32[?, 2]", "[1]")).hasMessageContaining("object");
    }
}
