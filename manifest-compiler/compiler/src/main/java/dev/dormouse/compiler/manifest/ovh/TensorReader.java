package dev.dormouse.compiler.manifest.ovh;

import dev.dormouse.compiler.diagnostic.FindingCode;
import dev.dormouse.compiler.manifest.Expect;
import dev.dormouse.compiler.source.Located;
import dev.dormouse.compiler.source.Node;
import dev.dormouse.plan.Nearest;
import dev.dormouse.tensor.Datatype;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code inputs} and {@code outputs} of OVH evaluators: a list of tensors, or in old manifests a map by name. */
final class TensorReader {
    private static final List<String> TENSOR_KEYS =
            List.of("name", "type", "shape", "fields", "format", "values", "continuousDomain", "image_transformer");
    private static final List<String> COLUMN_KEYS =
            List.of("name", "type", "index", "key", "values", "continuousDomain");
    private static final Map<String, Datatype> DATATYPES = Map.of(
            "float", Datatype.FP32,
            "double", Datatype.FP64,
            "integer", Datatype.INT32,
            "long", Datatype.INT64,
            "string", Datatype.STRING,
            "boolean", Datatype.BOOL);
    private static final Pattern SHAPE = Pattern.compile("\\s*[(\\[]([^()\\[\\]]*)[)\\]]\\s*");
    private static final int MAX_RANK = 16;

    private final Expect expect;
    private final OvhKeys keys;

    TensorReader(Expect expect) {
        this.expect = expect;
        this.keys = new OvhKeys(expect);
    }

    List<OvhTensor> read(Node.Mapping evaluator, String key) {
        Optional<Node.Entry> section = OvhKeys.entry(evaluator, key);
        List<OvhTensor> tensors = new ArrayList<>();
        if (section.isEmpty()) {
            return tensors;
        }
        if (section.get().value() instanceof Node.Mapping byName) {
            for (Node.Entry entry : byName.entries()) {
                expect.map(key + "." + entry.key().value(), entry)
                        .flatMap(map -> tensor(map, Optional.of(entry.key())))
                        .ifPresent(tensors::add);
            }
            return tensors;
        }
        Optional<Node.Sequence> list = expect.list(key, section.get());
        for (int i = 0; i < list.map(all -> all.elements().size()).orElse(0); i++) {
            Node.Entry element = Expect.element(list.get(), i);
            expect.map(key + element.key().value(), element)
                    .flatMap(map -> tensor(map, Optional.empty()))
                    .ifPresent(tensors::add);
        }
        return tensors;
    }

    private Optional<OvhTensor> tensor(Node.Mapping map, Optional<Located<String>> givenName) {
        Optional<Located<String>> name = givenName;
        Optional<Datatype> datatype = Optional.empty();
        Optional<Located<List<Long>>> shape = Optional.empty();
        Optional<Located<String>> format = Optional.empty();
        for (Node.Entry entry : map.entries()) {
            switch (entry.key().value()) {
                case "name" -> name = expect.text("name", entry);
                case "type" -> datatype = datatype(entry);
                case "shape" -> shape = shape(entry);
                case "format" -> format = expect.text("format", entry);
                case "fields", "values", "continuousDomain", "image_transformer" -> {}
                default -> keys.unknown("a tensor", entry, TENSOR_KEYS);
            }
        }
        if (name.isEmpty() && map.get("name").isEmpty()) {
            expect.missing("the tensor", Expect.headOf(map), "name");
        }
        List<OvhTensor.Column> columns = columns(map, datatype);
        if (datatype.isEmpty() && map.get("type").isEmpty()) {
            datatype = columns.stream().map(OvhTensor.Column::datatype).findFirst();
            if (datatype.isEmpty()) {
                expect.missing("the tensor", Expect.headOf(map), "type");
            }
        }
        if (name.isEmpty() || datatype.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new OvhTensor(name.get(), datatype.get(), shape, columns, format, map));
    }

    private List<OvhTensor.Column> columns(Node.Mapping tensor, Optional<Datatype> tensorType) {
        List<OvhTensor.Column> columns = new ArrayList<>();
        Optional<Node.Sequence> list =
                OvhKeys.entry(tensor, "fields").flatMap(section -> expect.list("fields", section));
        for (int i = 0; i < list.map(all -> all.elements().size()).orElse(0); i++) {
            Node.Entry element = Expect.element(list.get(), i);
            expect.map("fields" + element.key().value(), element)
                    .flatMap(map -> column(map, tensorType))
                    .ifPresent(columns::add);
        }
        return columns;
    }

    private Optional<OvhTensor.Column> column(Node.Mapping map, Optional<Datatype> tensorType) {
        Optional<Located<String>> name = Optional.empty();
        Optional<Datatype> datatype = tensorType;
        Optional<Long> index = Optional.empty();
        for (Node.Entry entry : map.entries()) {
            switch (entry.key().value()) {
                case "name" -> name = expect.text("name", entry);
                case "type" -> datatype = datatype(entry).or(() -> tensorType);
                case "index" -> index = expect.count("index", entry, 0).map(found -> (long) found.value());
                case "key", "values", "continuousDomain" -> {}
                default -> keys.unknown("a field", entry, COLUMN_KEYS);
            }
        }
        if (map.get("name").isEmpty()) {
            expect.missing("the field", Expect.headOf(map), "name");
        }
        Optional<Long> at = index;
        Optional<Datatype> type = datatype;
        return name.flatMap(text -> type.map(known -> new OvhTensor.Column(text, known, at, Expect.headOf(map))));
    }

    private Optional<Datatype> datatype(Node.Entry entry) {
        Optional<Located<String>> text = expect.text("type", entry);
        Optional<Datatype> datatype = text.map(name -> DATATYPES.get(name.value()));
        if (text.isPresent() && datatype.isEmpty()) {
            List<String> known = DATATYPES.keySet().stream().sorted().toList();
            expect.findings()
                    .error(
                            FindingCode.DM301,
                            text.get().span(),
                            "'" + text.get().value() + "' is not a type of OVH's",
                            Nearest.question(text.get().value(), known) + "the types are " + String.join(", ", known));
        }
        return datatype;
    }

    /** A list of sizes, or a text such as {@code (?, 8)}. */
    private Optional<Located<List<Long>>> shape(Node.Entry entry) {
        List<String> sizes = new ArrayList<>();
        if (entry.value() instanceof Node.Sequence list) {
            list.elements()
                    .forEach(element -> sizes.add(element instanceof Node.Scalar scalar ? scalar.text() : "a list"));
        } else if (entry.value() instanceof Node.Scalar scalar && scalar.value() instanceof String text) {
            Matcher matcher = SHAPE.matcher(text);
            String inner = matcher.matches() ? matcher.group(1) : text;
            for (String size : inner.isBlank() ? new String[0] : inner.split(",")) {
                sizes.add(size.strip().matches("\\?|None") ? "-1" : size.strip());
            }
        } else {
            expect.wrongKind("shape", entry, "a list", "write the sizes, -1 for any: [-1, 4]");
            return Optional.empty();
        }
        boolean fits = sizes.size() <= MAX_RANK && sizes.stream().allMatch(size -> size.matches("-1|[1-9][0-9]{0,9}"));
        if (!fits) {
            expect.outOfForm(
                    Expect.headOf(entry.value()), "this is not a shape", "write positive sizes, -1 for any: [-1, 4]");
            return Optional.empty();
        }
        return Optional.of(Located.of(sizes.stream().map(Long::valueOf).toList(), Expect.headOf(entry.value())));
    }
}
