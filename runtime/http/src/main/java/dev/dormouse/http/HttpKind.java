package dev.dormouse.http;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Options;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.Headers;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.TimeSpan;
import dev.dormouse.step.TypesByName;
import dev.dormouse.step.Typing;
import dev.dormouse.tensor.Datatype;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A model that another server answers for, by the Open Inference Protocol V2 over REST. */
final class HttpKind implements StepKind {
    private static final String INPUTS = "inputs";
    private static final String OUTPUTS = "outputs";
    private static final String BINARY = "binary";
    private static final String ROWS = "rowByRow";
    private static final int MIB = 1 << 20;

    @Override
    public String name() {
        return "http";
    }

    @Override
    public String summary() {
        return "A model of another function, or of any server of the Open Inference Protocol V2, called over HTTP.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required("url", OptionType.TEXT, "the server, as in `http://models.example:8080`"),
                Option.required("model", OptionType.TEXT, "the model's name there; of a Dormouse function, its own"),
                Option.optional("version", OptionType.TEXT, "the model's version, where the server has several"),
                Option.required(INPUTS, OptionType.TYPES, "what the model takes, as in `{text: \"STRING[n]\"}`"),
                Option.required(OUTPUTS, OptionType.TYPES, "what the model gives; all that the answer may hold"),
                Option.withDefault("timeout", OptionType.DURATION, "10s", "how long a run may take, with all retries"),
                Option.withDefault(
                        "retries",
                        OptionType.integer(0, 10),
                        2L,
                        "how often a call is repeated that met no server, a broken connection, or 429, 502, 503 or 504"),
                Option.withDefault(BINARY, OptionType.BOOLEAN, false, "tensors as bytes, if the server can"),
                Option.withDefault(
                        ROWS,
                        OptionType.BOOLEAN,
                        false,
                        "that each row of the answer depends on that row of the request alone: requests may be joined"),
                Option.withDefault("maxResponse", OptionType.integer(1, 1024), 64L, "the largest answer, in MiB"),
                Option.optional("headers", OptionType.HEADERS, "sent with each call; a secret as `{env: VARIABLE}`"));
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return TypesByName.ports(declaration.options(), INPUTS).stream()
                .map(InputPort::of)
                .toList();
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of();
    }

    @Override
    public List<String> outputNames(Declaration declaration) {
        return TypesByName.ports(declaration.options(), OUTPUTS).stream()
                .map(Port::name)
                .toList();
    }

    @Override
    public Signature signature(Typing typing) {
        Options options = typing.options();
        InferUrl.complaint(options.string("url"))
                .ifPresent(complaint -> report(
                        typing, "url", complaint, "write http:// or https://, a host and, where it has one, a port"));
        InferUrl.nameComplaint(options.string("model"))
                .ifPresent(
                        complaint -> report(typing, "model", complaint, "write the name as the server's URLs have it"));
        options.optionalString("version")
                .flatMap(InferUrl::nameComplaint)
                .ifPresent(complaint -> report(typing, "version", complaint, "write it as the server's URLs have it"));
        List<Port> inputs = TypesByName.ports(options, INPUTS);
        List<Port> outputs = TypesByName.ports(options, OUTPUTS);
        if (!options.bool(BINARY)) {
            inputs.stream()
                    .filter(port -> port.type().datatype() == Datatype.BYTES
                            || port.type().datatype() == Datatype.FP16)
                    .findFirst()
                    .ifPresent(port -> report(
                            typing,
                            INPUTS,
                            "'" + port.name() + "' is " + port.type() + ", which the protocol's JSON has no form for",
                            "add 'binary: true', if the server takes binary tensors"));
        }
        if (options.bool(ROWS) && !startWithOneDim(inputs, outputs)) {
            report(
                    typing,
                    ROWS,
                    "rows cannot be told: the inputs and outputs do not all start with one named dim",
                    "name the first dim of all of them alike, or leave 'rowByRow' out");
        }
        Map<String, TensorType> types = new LinkedHashMap<>();
        String step = typing.declaration().stepName();
        outputs.forEach(port -> types.put(port.name(), typing.dims().substitute(port.type(), step)));
        return new Signature(types, options.bool(ROWS) ? Signature.Rows.INDEPENDENT : Signature.Rows.MIXED);
    }

    private static void report(Typing typing, String option, String headline, String help) {
        typing.problems().report(Problem.Place.option(option), Problem.Rule.OPTION, headline, help);
    }

    private static boolean startWithOneDim(List<Port> inputs, List<Port> outputs) {
        Set<Optional<Dim>> first = new LinkedHashSet<>();
        for (List<Port> ports : List.of(inputs, outputs)) {
            ports.forEach(port -> first.add(
                    port.type().rank() > 0 && port.type().dim(0) instanceof Dim.Named name
                            ? Optional.of(name)
                            : Optional.empty()));
        }
        return first.size() == 1 && first.iterator().next().isPresent();
    }

    @Override
    public boolean callsOut() {
        return true;
    }

    @Override
    public List<String> variables(Options options) {
        return options.has("headers") ? Headers.variables(options.get("headers")) : List.of();
    }

    @Override
    public Step open(StepContext context) {
        Options options = context.options();
        Duration timeout = TimeSpan.of(options.string("timeout"));
        ModelServer server = new ModelServer(
                InferUrl.of(options.string("url"), options.string("model"), options.optionalString("version")),
                RequestHeaders.of(options, System.getenv()),
                timeout,
                options.integer("maxResponse") * (long) MIB);
        return new HttpStep(
                context,
                server,
                Calls.guarding(server.url().toString(), options.integer("retries"), timeout, Calls.Breaker.USUAL),
                options.bool(BINARY),
                TypesByName.ports(options, OUTPUTS));
    }
}
