package dev.dormouse.pmml;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepContext.Wire;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models of the test resources, and models written in a test. */
final class Models {
    static final Path GOOD = Path.of("src/test/resources/fixtures/files");

    private Models() {}

    static Declaration declaration(Path model) {
        return new Declaration("model", new Options(Map.of()), Map.of("source", model));
    }

    /** A file of PMML 4.4 with this DataDictionary and, after it, this. */
    static String pmml(String dictionary, String model) {
        return """
                <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
                <Header/>
                <DataDictionary>
                %s</DataDictionary>
                %s</PMML>
                """.formatted(dictionary, model);
    }

    /** A model of one input x, whose y is x. */
    static String identity(String dataField, String miningField) {
        return pmml(dataField + "\n<DataField name=\"y\" optype=\"continuous\" dataType=\"double\"/>\n", """
                <RegressionModel functionName="regression">
                <MiningSchema>
                %s
                <MiningField name="y" usageType="target"/>
                </MiningSchema>
                <RegressionTable intercept="0"><NumericPredictor name="x" coefficient="1"/></RegressionTable>
                </RegressionModel>
                """.formatted(
                        miningField));
    }

    static Path write(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a model with columns of these inputs and all its outputs. */
    static Opened open(Path model, Map<String, Datatype> inputs) throws Exception {
        List<Wire> in = new ArrayList<>();
        inputs.forEach((name, datatype) -> in.add(new Wire(name, column(datatype))));
        List<Wire> out = new ArrayList<>();
        LoadedModel.of(Document.read(model))
                .outputs()
                .forEach((name, column) -> out.add(new Wire(name, column(column.datatype()))));
        return new Opened(new PmmlKind().open(new StepContext(declaration(model), in, out)), out);
    }

    private static TensorType column(Datatype datatype) {
        return TensorType.parse(datatype + "[n]");
    }

    /** An open step with the names of its outputs. */
    record Opened(Step step, List<Wire> outputs) {
        Map<String, Tensor> run(Tensor... inputs) throws Exception {
            Tensor[] results = step.run(inputs);
            Map<String, Tensor> named = new LinkedHashMap<>();
            for (int i = 0; i < results.length; i++) {
                named.put(outputs.get(i).port(), results[i]);
            }
            return named;
        }
    }
}
