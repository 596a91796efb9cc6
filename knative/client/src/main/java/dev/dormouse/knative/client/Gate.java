package dev.dormouse.knative.client;

import dev.dormouse.engine.Examples;
import dev.dormouse.plan.Plan;
import dev.dormouse.plan.PlanJson;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gate before traffic: through the ingress the function says that it is ready, and each example is answered as it says. */
final class Gate {
    private static final String READY = "/q/health/ready";
    private static final String DOOR = "/eval";

    private final Plan plan;
    private final Ingress ingress;
    private final Deadline deadline;

    Gate(Plan plan, Ingress ingress, Deadline deadline) {
        this.plan = plan;
        this.ingress = ingress;
        this.deadline = deadline;
    }

    /** What keeps the function at this URL from taking traffic; empty if nothing does. */
    Optional<Diagnosis> check(URI url) {
        HttpExchange exchange = ingress.to(url, deadline);
        String[] last = {""};
        boolean reached = deadline.until(() -> isReady(exchange, url, last)).isPresent();
        if (!reached) {
            return Optional.of(new Diagnosis(
                    "the function is ready, but cannot be reached at " + url,
                    List.of("by way of " + Ingress.shown(ingress.address(url)), last[0]),
                    "--ingress ADDRESS   with the address of the cluster's ingress"));
        }
        List<String> wrong = new ArrayList<>();
        int count = plan.examples().size();
        for (int i = 0; i < count; i++) {
            if (deadline.isOver()) {
                wrong.add("example " + (i + 1) + (i + 1 < count ? " to " + count : "") + ": not asked, as the "
                        + deadline.limit().toSeconds() + " s are over");
                break;
            }
            String place = "example " + (i + 1) + ": ";
            wrong.addAll(differences(exchange, url, plan.examples().get(i)).stream()
                    .map(place::concat)
                    .toList());
        }
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(new Diagnosis(
                        "the function does not answer as its examples say",
                        wrong,
                        "dormouse check TARGET   runs the examples here; is it this pipeline that the image holds?"));
    }

    /** An ingress learns of a new host a moment after Knative says so. */
    private static Optional<Boolean> isReady(HttpExchange exchange, URI url, String[] last) {
        try {
            HttpExchange.Answer answer = exchange.get(url.resolve(READY));
            last[0] = "last answer to GET " + READY + ": " + answer.status();
            return answer.status() == 200 ? Optional.of(true) : Optional.empty();
        } catch (IOException e) {
            last[0] = "last attempt: " + e.getMessage();
            return Optional.empty();
        }
    }

    private List<String> differences(HttpExchange exchange, URI url, Plan.Example example) {
        try {
            HttpExchange.Answer answer = exchange.postJson(url.resolve(DOOR), PlanJson.encode(example.inputs()));
            if (answer.status() != 200) {
                return List.of("answered with status " + answer.status() + " " + shortened(answer.text()));
            }
            return Examples.differences(plan, example, answer.body());
        } catch (IOException e) {
            return List.of("not answered: " + e.getMessage());
        }
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
