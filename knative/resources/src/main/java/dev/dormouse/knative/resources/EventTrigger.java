package dev.dormouse.knative.resources;

import dev.dormouse.plan.Plan;
import java.util.Map;

/** A Knative Eventing Trigger that brings a broker's events to a function. */
public final class EventTrigger {
    private static final int RETRIES = 5;

    private EventTrigger() {}

    /**
     * The trigger, with retries whose waits double.
     *
     * @throws RefusedName if its filter lets the function's own answers in, which go back to the broker: it would
     *     answer itself for ever
     */
    public static KubeObject of(Plan plan, DeployOptions options, TriggerOptions trigger) {
        NameRules.checkNamespace(trigger.broker());
        Plan.Events answers = plan.execution().events();
        boolean typeFits = trigger.type().map(answers.type()::equals).orElse(true);
        boolean sourceFits = trigger.source().map(answers.source()::equals).orElse(true);
        if (typeFits && sourceFits) {
            throw new RefusedName("the trigger would let in the function's own answers (type " + answers.type()
                    + ", source " + answers.source() + "), which go back to the broker: it would answer itself for"
                    + " ever");
        }
        Map<String, Object> attributes = Fields.of();
        trigger.type().ifPresent(type -> attributes.put("type", type));
        trigger.source().ifPresent(source -> attributes.put("source", source));
        Map<String, Object> delivery =
                Fields.of("retry", RETRIES, "backoffPolicy", "exponential", "backoffDelay", "PT1S");
        trigger.deadLetter().ifPresent(sink -> delivery.put("deadLetterSink", sink(sink)));
        return new KubeObject(Fields.of(
                "apiVersion",
                "eventing.knative.dev/v1",
                "kind",
                "Trigger",
                "metadata",
                Marks.metadata(plan, options),
                "spec",
                Fields.of(
                        "broker", trigger.broker(),
                        "filter", Fields.of("attributes", attributes),
                        "subscriber", Fields.of("ref", service(options.name())),
                        "delivery", delivery)));
    }

    private static Map<String, Object> sink(String sink) {
        if (sink.contains("://")) {
            return Fields.of("uri", sink);
        }
        NameRules.checkFunction(sink);
        return Fields.of("ref", service(sink));
    }

    private static Map<String, Object> service(String name) {
        return Fields.of("apiVersion", "serving.knative.dev/v1", "kind", "Service", "name", name);
    }
}
