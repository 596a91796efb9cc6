package dev.dormouse.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * JSON inputs of a pipeline that comes from a manifest of OVH's: a tensor with fields may also come whole, under its own
 * name, as the model takes it. It is taken apart into the columns that the fields name. Where the model takes windows of
 * several rows, the windows must follow each other by one row, as those made of columns do.
 */
public final class OvhTables {
    private final List<Port> ports;
    private final List<Table> tables;
    private final OvhLeniency leniency;

    /**
     * A tensor with fields.
     *
     * @param type of the whole tensor, rows first
     * @param columns names of inputs, in the order in which they stand in a row
     */
    public record Table(String name, TensorType type, List<String> columns) {
        public Table {
            columns = List.copyOf(columns);
        }
    }

    public OvhTables(List<Port> ports, List<Table> tables, OvhLeniency leniency) {
        this.ports = List.copyOf(ports);
        this.tables = List.copyOf(tables);
        this.leniency = leniency;
    }

    /** The tensors of a body, by the pipeline's inputs. */
    public Map<String, Tensor> read(byte[] body) {
        if (tables.isEmpty() && leniency.isNone()) {
            return JsonInputs.read(body, ports, Shapes.OVH);
        }
        Set<String> given = names(body);
        List<Table> whole = whole(given);
        Set<String> replaced = new HashSet<>();
        Map<String, Port> asked = new LinkedHashMap<>();
        for (Table table : whole) {
            asked.put(table.name(), new Port(table.name(), table.type()));
            replaced.addAll(table.columns());
        }
        Map<String, Tensor> absent = new LinkedHashMap<>();
        for (Port port : ports) {
            Optional<String> name = leniency.nameAmong(given, port);
            if (name.isEmpty()) {
                absent.put(port.name(), OvhLeniency.absent(port));
            } else if (!replaced.contains(port.name())) {
                asked.put(name.get(), new Port(name.get(), port.type()));
            }
        }
        return inputs(JsonInputs.read(body, List.copyOf(asked.values()), Shapes.OVH), whole, absent);
    }

    private Map<String, Tensor> inputs(Map<String, Tensor> read, List<Table> whole, Map<String, Tensor> absent) {
        Map<String, Tensor> inputs = new LinkedHashMap<>(read);
        for (Table table : whole) {
            if (inputs.remove(table.name()) instanceof NumericTensor values) {
                inputs.putAll(columns(table, values));
            }
        }
        leniency.otherNames().forEach((name, other) -> {
            Tensor tensor = inputs.remove(other);
            if (tensor != null) {
                inputs.put(name, tensor);
            }
        });
        inputs.putAll(absent);
        return inputs;
    }

    /** The tables that come whole: their own name is there and none of their columns. */
    private List<Table> whole(Set<String> names) {
        return tables.stream()
                .filter(table -> names.contains(table.name()) && !isColumn(table.name()))
                .filter(table -> table.columns().stream().noneMatch(names::contains))
                .toList();
    }

    private boolean isColumn(String name) {
        return ports.stream().anyMatch(port -> port.name().equals(name));
    }

    /** The names in the object; a body that is none has no names, and is refused by who reads it. */
    private static Set<String> names(byte[] body) {
        Set<String> names = new HashSet<>();
        try (JsonParser parser = Json.parser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Set.of();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                names.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
        } catch (IOException | PipelineException e) {
            return Set.of();
        }
        return names;
    }

    private Map<String, Tensor> columns(Table table, NumericTensor values) {
        int width = table.columns().size();
        Shape shape = values.shape();
        int windows = shape.intDim(0);
        int perWindow = windows == 0 ? width : values.size() / windows;
        if (perWindow % width != 0) {
            throw PipelineException.invalidInput("'" + table.name() + "' has " + perWindow
                    + " numbers a row, which is not so many times its " + width + " fields");
        }
        int size = perWindow / width;
        for (int i = 1; i < windows; i++) {
            requireNext(table, values, i, perWindow, width);
        }
        int rows = windows == 0 ? 0 : windows + size - 1;
        Map<String, Tensor> columns = new LinkedHashMap<>();
        for (int column = 0; column < width; column++) {
            String name = table.columns().get(column);
            Optional<Port> port =
                    ports.stream().filter(one -> one.name().equals(name)).findFirst();
            if (port.isPresent()) {
                NumericTensor tensor = NumericTensor.allocate(port.get().type().datatype(), Shape.of(rows));
                for (int row = 0; row < rows; row++) {
                    int window = Math.min(row, windows - 1);
                    int index = window * perWindow + (row - window) * width + column;
                    tensor.setDouble(row, values.getDouble(index));
                }
                columns.put(name, tensor);
            }
        }
        return columns;
    }

    /** Window i must begin with the second row of the one before it. */
    private static void requireNext(Table table, NumericTensor values, int i, int perWindow, int width) {
        for (int k = 0; k < perWindow - width; k++) {
            double before = values.getDouble((i - 1) * perWindow + width + k);
            if (Double.compare(before, values.getDouble(i * perWindow + k)) != 0) {
                throw PipelineException.invalidInput("row " + i + " of '" + table.name()
                        + "' does not begin where the row before it goes on; send rows that do not follow each other"
                        + " one by one");
            }
        }
    }
}
