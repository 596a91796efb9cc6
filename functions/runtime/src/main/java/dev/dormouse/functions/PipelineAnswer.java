package dev.dormouse.functions;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.JsonOutputs;
import dev.dormouse.protocol.OutputShapes;
import dev.dormouse.tensor.Tensor;
import java.io.IOException;
import java.util.Map;

/** The outputs of a request, written to JSON straight from the tensors. */
@JsonSerialize(using = PipelineAnswer.Writer.class)
public record PipelineAnswer(Plan plan, Map<String, Tensor> outputs, OutputShapes shapes) {

    static final class Writer extends JsonSerializer<PipelineAnswer> {
        @Override
        public void serialize(PipelineAnswer answer, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            JsonOutputs.write(json, answer.plan(), answer.outputs(), answer.shapes());
        }
    }
}
