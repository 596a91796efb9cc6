package dev.dormouse.functions.deployment;

import dev.dormouse.functions.HostedPipelines;
import dev.dormouse.functions.PipelineAnswer;
import dev.dormouse.functions.PipelineBody;
import dev.dormouse.plan.Plan;
import io.quarkus.funqy.Funq;
import io.quarkus.gizmo.ClassCreator;
import io.quarkus.gizmo.ClassOutput;
import io.quarkus.gizmo.FieldCreator;
import io.quarkus.gizmo.MethodCreator;
import io.quarkus.gizmo.MethodDescriptor;
import io.quarkus.gizmo.ResultHandle;
import io.quarkus.gizmo.SignatureBuilder;
import io.quarkus.gizmo.Type;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The bean of one pipeline, as a person would write it:
 *
 * <pre>
 * &#64;Singleton public class Function0 {
 *     &#64;Inject HostedPipelines pipelines;
 *     &#64;Funq("NAME") public Uni&lt;PipelineAnswer&gt; run(PipelineBody body) {
 *         return pipelines.call("NAME", body);
 *     }
 * }
 * </pre>
 */
final class FunctionClass {
    private FunctionClass() {}

    static void write(ClassOutput output, int number, Plan plan) {
        String name = plan.metadata().name();
        try (ClassCreator creator = ClassCreator.builder()
                .classOutput(output)
                .className("dev.dormouse.functions.generated.Function" + number)
                .build()) {
            creator.addAnnotation(Singleton.class);
            FieldCreator pipelines = creator.getFieldCreator("pipelines", HostedPipelines.class);
            pipelines.setModifiers(0);
            pipelines.addAnnotation(Inject.class);
            MethodCreator run = creator.getMethodCreator("run", Uni.class, PipelineBody.class);
            run.setSignature(SignatureBuilder.forMethod()
                    .setReturnType(
                            Type.parameterizedType(Type.classType(Uni.class), Type.classType(PipelineAnswer.class)))
                    .addParameterType(Type.classType(PipelineBody.class))
                    .build());
            run.addAnnotation(Funq.class).addValue("value", name);
            ResultHandle hosts = run.readInstanceField(pipelines.getFieldDescriptor(), run.getThis());
            run.returnValue(run.invokeVirtualMethod(
                    MethodDescriptor.ofMethod(
                            HostedPipelines.class, "call", Uni.class, String.class, PipelineBody.class),
                    hosts,
                    run.load(name),
                    run.getMethodParam(0)));
        }
    }
}
