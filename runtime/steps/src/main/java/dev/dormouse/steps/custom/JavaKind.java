package dev.dormouse.steps.custom;

import dev.dormouse.plan.Dim;
import dev.dormouse.plan.Options;
import dev.dormouse.plan.Port;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.TimeSpan;
import dev.dormouse.step.Typing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A class of the user's own as a step; the class says what goes in and out. */
final class JavaKind implements StepKind {
    static final String SOURCE = "source";
    static final String CLASS = "class";
    private static final String OPTIONS = "options";
    private static final String TIMEOUT = "timeout";

    @Override
    public String name() {
        return "java";
    }

    @Override
    public String summary() {
        return "A Java class of your own, from a jar beside the manifest: it implements `dev.dormouse.custom.CustomStep`.";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required(SOURCE, OptionType.SOURCE, "the jar, compiled for Java 17 or older, with all it needs"),
                Option.required(CLASS, OptionType.TEXT, "the full name of the class"),
                Option.optional(OPTIONS, OptionType.SETTINGS, "what the class's constructor is given"),
                Option.withDefault(TIMEOUT, OptionType.DURATION, "60s", "how long it may take to be made, and to run"));
    }

    static Map<String, Object> settings(Options options) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (options.has(OPTIONS) && options.get(OPTIONS) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> settings.put(String.valueOf(name), value));
        }
        return settings;
    }

    /** What a class says of itself. */
    private record Ports(List<Port> inputs, List<Port> outputs, boolean rowByRow) {}

    private static Ports ports(Declaration declaration) {
        StepJar jar = StepJar.of(declaration);
        String name = declaration.options().string(CLASS);
        Duration limit = TimeSpan.of(declaration.options().string(TIMEOUT));
        try (TimeLimit time = new TimeLimit(limit, declaration.stepName(), JavaKind.class.getClassLoader())) {
            return time.call(() -> {
                try (StepJar.Loaded loaded = jar.load()) {
                    return new Ports(
                            read(name + ".inputs()", loaded.step().inputs()),
                            read(name + ".outputs()", loaded.step().outputs()),
                            loaded.step().isRowByRow());
                }
            });
        } catch (TimeoutException e) {
            throw StepJar.unreadable(
                    name + " is not made within " + limit.toMillis() + " ms",
                    "raise 'timeout', or mend the constructor");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ArtifactException known) {
                throw known;
            }
            throw StepJar.unreadable(
                    name + " fails when it is asked for its ports: " + UserCode.told(e), "mend the class");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a class was asked for its ports", e);
        }
    }

    private static List<Port> read(String method, Map<String, String> types) {
        String help = "return a map of names to types, as in Map.of(\"text\", \"STRING[n]\")";
        if (types == null || types.isEmpty()) {
            throw StepJar.unreadable(method + " gives no ports", help);
        }
        List<Port> ports = new ArrayList<>();
        types.forEach((port, type) -> {
            try {
                ports.add(new Port(port, TensorType.parse(type)));
            } catch (IllegalArgumentException | NullPointerException e) {
                throw StepJar.unreadable(method + " gives '" + port + "' no type: " + e.getMessage(), help);
            }
        });
        return ports;
    }

    @Override
    public List<InputPort> inputs(Declaration declaration) {
        return ports(declaration).inputs().stream().map(InputPort::of).toList();
    }

    @Override
    public List<OutputPort> outputs() {
        return List.of();
    }

    @Override
    public List<String> outputNames(Declaration declaration) {
        return ports(declaration).outputs().stream().map(Port::name).toList();
    }

    @Override
    public Signature signature(Typing typing) {
        Ports ports = ports(typing.declaration());
        if (ports.rowByRow() && !startWithOneDim(ports)) {
            throw StepJar.unreadable(
                    typing.options().string(CLASS)
                            + " says that it works row by row, but its ports do not all start with one named dim",
                    "name the first dim of all inputs and outputs alike, or leave isRowByRow() out");
        }
        Map<String, TensorType> types = new LinkedHashMap<>();
        String step = typing.declaration().stepName();
        ports.outputs().forEach(port -> types.put(port.name(), typing.dims().substitute(port.type(), step)));
        return new Signature(types, ports.rowByRow() ? Signature.Rows.TO_BE_TRIED : Signature.Rows.MIXED);
    }

    private static boolean startWithOneDim(Ports ports) {
        Set<Dim> first = new HashSet<>();
        boolean all = Stream.concat(ports.inputs().stream(), ports.outputs().stream())
                .allMatch(port -> port.type().rank() > 0
                        && port.type().dim(0) instanceof Dim.Named name
                        && (first.add(name) || true));
        return all && first.size() == 1;
    }

    @Override
    public Step open(StepContext context) throws Exception {
        String name = context.options().string(CLASS);
        TimeLimit making = new TimeLimit(
                TimeSpan.of(context.options().string(TIMEOUT)),
                context.declaration().stepName(),
                JavaKind.class.getClassLoader());
        try (making) {
            StepJar.Loaded loaded = making.call(StepJar.of(context.declaration())::load);
            return new CustomRun(context, loaded, making.limit());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    name + " is not made within " + making.limit().toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(UserCode.told(e), e);
        }
    }
}
