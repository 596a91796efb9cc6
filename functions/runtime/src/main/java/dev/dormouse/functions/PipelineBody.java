package dev.dormouse.functions;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.DecodedInputs;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.Shapes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The JSON of a request as it came. Funqy reads it without knowing the plan; only the plan says which datatypes the
 * numbers have, so they are decoded later and once.
 */
@JsonDeserialize(using = PipelineBody.Reader.class)
public final class PipelineBody {
    static final PipelineBody EMPTY = new PipelineBody(new byte[0]);

    private final byte[] json;

    private PipelineBody(byte[] json) {
        this.json = json;
    }

    DecodedInputs decode(Plan plan) {
        return JsonInputs.decode(json, plan.inputs(), Shapes.EXACT);
    }

    /** Takes the bytes out of the parser without parsing them. */
    static final class Reader extends JsonDeserializer<PipelineBody> {
        @Override
        public PipelineBody deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.isExpectedStartObjectToken()) {
                String text = parser.readValueAsTree().toString();
                return new PipelineBody(text.getBytes(StandardCharsets.UTF_8));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write('{');
            parser.releaseBuffered(bytes);
            if (parser.getInputSource() instanceof InputStream rest) {
                rest.transferTo(bytes);
            }
            return new PipelineBody(bytes.toByteArray());
        }
    }
}
