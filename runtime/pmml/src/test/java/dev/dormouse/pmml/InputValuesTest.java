package dev.dormouse.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Shape;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values are checked before PMML4S, which takes what it cannot read as missing. */
class InputValuesTest {
    @TempDir
    Path folder;

    private Models.Opened model(String dataField, String miningField, Datatype datatype) throws Exception {
        return Models.open(
                Models.write(folder, "model.pmml", Models.identity(dataField, miningField)), Map.of("x", datatype));
    }

    private static String refusal(Models.Opened model, Tensor tensor) {
        PipelineException refusal = catchThrowableOfType(PipelineException.class, () -> model.run(tensor));
        assertThat(refusal).as("for " + tensor).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_INPUT);
        return String.valueOf(refusal.getMessage());
    }

    private static double y(Models.Opened model, Tensor tensor) throws Exception {
        return ((NumericTensor) model.run(tensor).get("predicted_y")).getDouble(0);
    }

    private static NumericTensor doubles(double... values) {
        return NumericTensor.of(Shape.of(values.length), values);
    }

    @Test
    void whatTheModelRefusesIsToldWithFieldRowAndWhatIsValid() throws Exception {
        Models.Opened ranged = model(
                "<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"><Interval closure=\"closedOpen\""
                        + " leftMargin=\"0\" rightMargin=\"10\"/></DataField>",
                "<MiningField name=\"x\" missingValueTreatment=\"returnInvalid\"/>",
                Datatype.FP64);
        assertThat(y(ranged, doubles(0))).isEqualTo(0);
        assertThat(refusal(ranged, doubles(1, 10)))
                .isEqualTo("'x' in row 1: 10 is not valid; valid is what lies in [0, 10)");
        assertThat(refusal(ranged, doubles(Double.NaN)))
                .isEqualTo("'x' in row 0: is missing, and the model refuses that");
        assertThat(refusal(ranged, doubles(Double.POSITIVE_INFINITY))).contains("Infinity is not valid");
    }

    @Test
    void categoriesMustBeThoseOfTheModel() throws Exception {
        Models.Opened model = Models.open(
                Models.GOOD.resolve("predicate-or.pmml"), ordered("x", Datatype.FP64, "colour", Datatype.STRING));
        TextTensor scored =
                (TextTensor) model.run(doubles(5), TextTensor.of("blue")).get("predicted_y");
        assertThat(scored.values()).containsExactly("y");
        PipelineException refusal = catchThrowableOfType(
                PipelineException.class, () -> model.run(doubles(1, 1), TextTensor.of("blue", "Red")));
        assertThat(refusal)
                .hasMessage("'colour' in row 1: 'Red' is not valid; valid are 'red', 'green', 'blue'")
                .extracting(PipelineException::code)
                .isEqualTo(ErrorCode.INVALID_INPUT);
    }

    private static Map<String, Datatype> ordered(String one, Datatype first, String other, Datatype second) {
        Map<String, Datatype> inputs = new LinkedHashMap<>();
        inputs.put(one, first);
        inputs.put(other, second);
        return inputs;
    }

    @Test
    void wholeNumbersAndFlagsMayComeAsFp64() throws Exception {
        Models.Opened whole = model(
                "<DataField name=\"x\" optype=\"continuous\" dataType=\"integer\"/>",
                "<MiningField name=\"x\" missingValueReplacement=\"7\"/>",
                Datatype.FP64);
        assertThat(y(whole, doubles(3))).isEqualTo(3);
        assertThat(y(whole, doubles(Double.NaN))).isEqualTo(7);
        assertThat(refusal(whole, doubles(3.5))).isEqualTo("'x' in row 0: 3.5 is no integer");
        assertThat(y(whole, NumericTensor.of(Shape.of(1), 4L))).isEqualTo(4);
        Models.Opened flag = model(
                "<DataField name=\"x\" optype=\"categorical\" dataType=\"boolean\"/>",
                "<MiningField name=\"x\"/>",
                Datatype.FP64);
        assertThat(refusal(flag, doubles(2))).isEqualTo("'x' in row 0: 2 is neither 0 nor 1");
    }

    @Test
    void momentsAreIsoTexts() throws Exception {
        Map<String, Datatype> inputs = ordered("time", Datatype.STRING, "moment", Datatype.STRING);
        inputs.put("days", Datatype.INT64);
        Models.Opened clock = Models.open(Models.GOOD.resolve("clock.pmml"), inputs);
        NumericTensor day = NumericTensor.of(Shape.of(1), 0L);
        PipelineException time = catchThrowableOfType(
                PipelineException.class,
                () -> clock.run(TextTensor.of("5 pm"), TextTensor.of("2026-11-29T00:00:00"), day));
        assertThat(time).hasMessage("'time' in row 0: '5 pm' is no time, such as 17:20:00");
        PipelineException moment = catchThrowableOfType(
                PipelineException.class, () -> clock.run(TextTensor.of("17:00:00"), TextTensor.of("29/11/2026"), day));
        assertThat(moment).hasMessage("'moment' in row 0: '29/11/2026' is no dateTime, such as 2026-11-29T17:20:00");
    }

    @Test
    void aMissingValueWithoutReplacementMakesAMissingResult() throws Exception {
        Models.Opened plain = model(
                "<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>",
                "<MiningField name=\"x\"/>",
                Datatype.FP64);
        assertThat(y(plain, doubles(Double.NaN))).isNaN();
        assertThat(plain.run(doubles()).get("predicted_y").shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void aFloatIsTheDecimalThatItWasWrittenAs() throws Exception {
        Models.Opened single = model(
                "<DataField name=\"x\" optype=\"continuous\" dataType=\"float\"/>",
                "<MiningField name=\"x\"/>",
                Datatype.FP32);
        assertThat(y(single, NumericTensor.of(Shape.of(1), 2.45f))).isEqualTo(2.45);
    }
}
