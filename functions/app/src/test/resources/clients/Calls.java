import java.util.List;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.EventsApi;
import org.openapitools.client.api.OpenInferenceApi;
import org.openapitools.client.api.OvhApi;
import org.openapitools.client.api.PipelineApi;
import org.openapitools.client.model.DescribedInferAnswer;
import org.openapitools.client.model.DescribedInferInputBig;
import org.openapitools.client.model.DescribedInferInputCount;
import org.openapitools.client.model.DescribedInferInputFeatures;
import org.openapitools.client.model.DescribedInferInputRaw;
import org.openapitools.client.model.DescribedInferInputText;
import org.openapitools.client.model.DescribedInferRequest;
import org.openapitools.client.model.DescribedInferRequestInputsInner;
import org.openapitools.client.model.DescribedInputs;
import org.openapitools.client.model.DescribedOutputs;
import org.openapitools.client.model.Event;
import org.openapitools.client.model.EventAnswer;
import org.openapitools.client.model.Failure;

/** Calls the pipeline "described" by a client that OpenAPI Generator made; ends with a stack trace at the first difference. */
public final class Calls {
    private static final DescribedInputs INPUTS = new DescribedInputs()
            .features(List.of(List.of(3f, 10f)))
            .count(List.of(255))
            .big(List.of(Long.MAX_VALUE))
            .text(List.of("A"))
            .raw(List.of(new byte[] {'a'}));

    private Calls() {}

    public static void main(String[] address) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(address[0]);
        predict(client);
        infer(client);
        event(client);
        check(new OvhApi(client).describe().getInputs().get(1).getType().equals("integer"), "describe");
        check(new OvhApi(client).evaluate(INPUTS, null).getScaled().toString(), "[1.0, 2.0]");
        System.out.println("all right");
    }

    private static void predict(ApiClient client) throws Exception {
        PipelineApi pipeline = new PipelineApi(client);
        outputs(pipeline.predictDescribed(INPUTS));
        try {
            pipeline.predictDescribed(new DescribedInputs().text(List.of("A")));
            throw new IllegalStateException("inputs are missing");
        } catch (ApiException e) {
            Failure failure = client.getObjectMapper().readValue(e.getResponseBody(), Failure.class);
            check(e.getCode() == 400 && failure.getCode().equals("INVALID_INPUT"), failure.toString());
        }
    }

    private static void outputs(DescribedOutputs outputs) {
        check(outputs.getScaled().toString(), "[[1.0, 2.0]]");
        check(outputs.getCount().toString(), "[255]");
        check(outputs.getBig().toString(), "[9.223372036854776E18]");
        check(outputs.getText().toString(), "[a]");
        check(outputs.getRaw().toString(), "[a]");
    }

    private static void infer(ApiClient client) throws Exception {
        DescribedInferRequest request = new DescribedInferRequest()
                .addInputsItem(new DescribedInferRequestInputsInner(new DescribedInferInputFeatures()
                        .shape(List.of(1L, 2L))
                        .data(List.of(3f, 10f))))
                .addInputsItem(new DescribedInferRequestInputsInner(
                        new DescribedInferInputCount().shape(List.of(1L)).data(List.of(7))))
                .addInputsItem(new DescribedInferRequestInputsInner(
                        new DescribedInferInputBig().shape(List.of(1L)).data(List.of(7L))))
                .addInputsItem(new DescribedInferRequestInputsInner(
                        new DescribedInferInputText().shape(List.of(1L)).data(List.of("B"))))
                .addInputsItem(new DescribedInferRequestInputsInner(
                        new DescribedInferInputRaw().shape(List.of(1L)).data(List.of("c"))));
        DescribedInferAnswer answer = new OpenInferenceApi(client).inferDescribed(request, null);
        check(answer.getModelName(), "described");
        check(answer.getOutputs().get(0).getDescribedInferOutputScaled().getData().toString(), "[1.0, 2.0]");
        check(answer.getOutputs().get(3).getDescribedInferOutputText().getData().toString(), "[b]");
    }

    private static void event(ApiClient client) throws Exception {
        Event event = new Event().id("1").source("/shop").type("review").data(INPUTS);
        EventAnswer answer = new EventsApi(client).sendEvent(event, null, null, null, null);
        check(answer.getCausationid(), "1");
        outputs(answer.getData());
    }

    private static void check(String found, String right) {
        check(found.equals(right), found + ", not " + right);
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException(what);
        }
    }
}
