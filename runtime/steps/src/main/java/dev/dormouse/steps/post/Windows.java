package dev.dormouse.steps.post;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.NumericTensor;
import dev.dormouse.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Which rows of tokens belong to which text: one each, or a text's windows as a tokenizer with a stride makes them. */
final class Windows {
    static final String PORT = "windows";
    /** The dim of the rows of tokens in the ports' patterns; n is that of the texts. */
    static final String DIM = "windows";

    private Windows() {}

    static InputPort port() {
        return InputPort.optional(
                PORT,
                "INTEGER[" + DIM + "]",
                "which text each row of tokens is of, from 0: overflow_to_sample_mapping of a tokenizer with a stride;"
                        + " without it every text has one row");
    }

    /** The dim of the texts; without windows it must be that of the rows of tokens, else this is reported. */
    static Dim texts(Typing typing) {
        Dim texts = typing.dim("n");
        Dim rows = typing.dim(DIM);
        if (typing.optionalInput(PORT).isPresent() || rows instanceof Dim.Unknown || rows.equals(texts)) {
            return texts;
        }
        if (texts instanceof Dim.Unknown) {
            return rows;
        }
        typing.problems()
                .report(
                        Problem.Place.input("text"),
                        Problem.Rule.DIM,
                        "'text' has " + texts + " texts, but there are " + rows + " rows of tokens",
                        "give a text for each row, or wire 'windows' to the tokenizer's overflow_to_sample_mapping");
        return texts;
    }

    /** A text's windows need not be in the same part of a batch that was cut. */
    static Signature.Rows rows(Typing typing) {
        return typing.optionalInput(PORT).isPresent() ? Signature.Rows.MIXED : Signature.Rows.INDEPENDENT;
    }

    /**
     * For each text its rows of tokens, in order.
     *
     * @throws PipelineException INVALID_INPUT if the numbers do not agree, or a text has no row
     */
    static List<List<Integer>> ofTexts(StepContext context, Tensor[] inputs, int rows, int texts) {
        int at = context.inputIndex(PORT);
        if (at < 0 && rows != texts) {
            throw PipelineException.invalidInput(
                    "'text' has " + texts + " texts, but there are " + rows + " rows of tokens");
        }
        List<List<Integer>> ofTexts = new ArrayList<>();
        for (int text = 0; text < texts; text++) {
            ofTexts.add(at < 0 ? List.of(text) : new ArrayList<>());
        }
        if (at >= 0) {
            assign((NumericTensor) inputs[at], rows, ofTexts);
        }
        return ofTexts;
    }

    private static void assign(NumericTensor windows, int rows, List<List<Integer>> ofTexts) {
        if (windows.shape().dim(0) != rows) {
            throw PipelineException.invalidInput(
                    "'windows' has " + windows.shape().dim(0) + " elements, but there are " + rows + " rows of tokens");
        }
        for (int row = 0; row < rows; row++) {
            long text = windows.getLong(row);
            if (text < 0 || text >= ofTexts.size()) {
                throw PipelineException.invalidInput("'windows' says that row " + row + " is of text " + text
                        + ", but there are " + ofTexts.size() + " texts, counted from 0");
            }
            ofTexts.get((int) text).add(row);
        }
        for (int text = 0; text < ofTexts.size(); text++) {
            if (ofTexts.get(text).isEmpty()) {
                throw PipelineException.invalidInput("'windows' has no row of text " + text);
            }
        }
    }
}
