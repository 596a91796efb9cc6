package dev.dormouse.functions;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.dormouse.plan.Plan;
import dev.dormouse.protocol.DecodedInputs;
import dev.dormouse.protocol.JsonInputs;
import dev.dormouse.protocol.Shapes;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.spi.CDI;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a request as it came. Funqy reads it without knowing the plan; only the plan says which datatypes the
 * numbers have, so they are decoded later and once.
 */
@JsonDeserialize(using = PipelineBody.Reader.class)
public final class PipelineBody {
    static final PipelineBody EMPTY = new PipelineBody(new byte[0], null);

    private final byte[] json;
    private final @Nullable JsonNode tree;

    private PipelineBody(byte[] json, @Nullable JsonNode tree) {
        this.json = json;
        this.tree = tree;
    }

    DecodedInputs decode(Plan plan) {
        return tree == null
                ? JsonInputs.decode(json, plan.inputs(), Shapes.EXACT)
                : JsonInputs.decode(tree.traverse(), plan.inputs(), Shapes.EXACT);
    }

    /** The data of a structured event as they came, where the door kept them. */
    PipelineBody asSent() {
        if (tree == null) {
            return this;
        }
        RoutingContext request =
                CDI.current().select(CurrentVertxRequest.class).get().getCurrent();
        return FunctionDoor.data(request)
                .map(data -> new PipelineBody(data, null))
                .orElse(this);
    }

    /** Takes the bytes out of the parser without parsing them; only a tree (the data of an event) stays a tree. */
    static final class Reader extends JsonDeserializer<PipelineBody> {
        @Override
        public PipelineBody deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.isExpectedStartObjectToken()) {
                String text = parser.readValueAsTree().toString();
                return new PipelineBody(text.getBytes(StandardCharsets.UTF_8), null);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write('{');
            if (parser.releaseBuffered(bytes) < 0) {
                return new PipelineBody(new byte[0], parser.readValueAsTree());
            }
            if (parser.getInputSource() instanceof InputStream rest) {
                rest.transferTo(bytes);
            }
            return new PipelineBody(bytes.toByteArray(), null);
        }
    }
}
