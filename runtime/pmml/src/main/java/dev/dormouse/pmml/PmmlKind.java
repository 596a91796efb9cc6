package dev.dormouse.pmml;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Signature.Rows;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.TypePattern;
import dev.dormouse.step.Typing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code uses: pmml}: a model of PMML, with a column for each active field and for each output field. */
final class PmmlKind implements StepKind {
    static final String SOURCE = "source";
    private static final Dim ROWS = Dim.named("rows");

    private final RecentModels recent;

    PmmlKind() {
        this(new RecentModels((name, bytes) -> LoadedModel.of(Document.read(name, bytes))));
    }

    PmmlKind(RecentModels recent) {
        this.recent = recent;
    }

    @Override
    public String name() {
        return "pmml";
    }

    @Override
    public String summary() {
        return "Scores a PMML model; inputs are its active fields, outputs its output fields, a column each.";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.required(SOURCE, OptionType.SOURCE, "the .pmml or .xml file"));
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return model(declaration).inputs().stream().map(PmmlKind::port).toList();
    }

    private static InputPort port(ActiveField field) {
        TypePattern pattern = new TypePattern(field.data().type().accepted(), List.of(ROWS), false);
        return new InputPort(field.name(), pattern, false, field.remark());
    }

    @Override
    public Map<String, String> remarks(Declaration declaration) {
        Map<String, String> remarks = new LinkedHashMap<>();
        model(declaration).inputs().forEach(field -> remarks.put(field.name(), field.remark()));
        return remarks;
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of();
    }

    @Override
    public List<String> outputNames(Declaration declaration) {
        return List.copyOf(model(declaration).outputs().keySet());
    }

    @Override
    public Signature signature(Typing typing) {
        LoadedModel model = model(typing.declaration());
        Dim rows = model.inputs().isEmpty() ? Dim.UNKNOWN : typing.dims().resolve(ROWS);
        Map<String, TensorType> outputs = new LinkedHashMap<>();
        model.outputs().forEach((name, column) -> outputs.put(name, TensorType.of(column.datatype(), rows)));
        return new Signature(outputs, Rows.INDEPENDENT);
    }

    @Override
    public Step open(StepContext context) {
        return PmmlStep.open(recent.of(context.file(SOURCE)), context);
    }

    private LoadedModel model(Declaration declaration) {
        return recent.of(declaration.file(SOURCE));
    }
}
