package dev.dormouse.knative.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.knative.client.ClusterException.Reason;
import dev.dormouse.knative.resources.RefusedName;
import io.fabric8.knative.serving.v1.ServiceBuilder;
import java.io.IOException;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a cluster refuses, in the words that a person gets. */
class ClusterTest {
    private static final String SERVICES = "/apis/serving.knative.dev/v1/namespaces/demo/services";
    private static final String WINE = "{\"apiVersion\":\"serving.knative.dev/v1\",\"kind\":\"Service\",\"metadata\":"
            + "{\"name\":\"wine\",\"namespace\":\"demo\",\"resourceVersion\":\"%s\"},\"spec\":{\"template\":{}}}";

    private FakeApi api;

    @BeforeEach
    void start() throws IOException {
        api = new FakeApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aClusterWithoutKnative() {
        refused(Reason.NO_KNATIVE, "has no Knative Serving (serving.knative.dev)", cluster -> cluster.require("wine"));
        refused(Reason.NO_KNATIVE, "has no Knative Serving", Cluster::check);
    }

    @Test
    void aNamespaceThatIsNotThere() {
        api.withKnative();
        refused(Reason.NO_NAMESPACE, "there is no namespace demo", Cluster::check);
        api.refuse("POST " + SERVICES, 404, "namespaces \"demo\" not found");
        refused(Reason.NO_NAMESPACE, "there is no namespace demo", cluster -> cluster.create(wine()));
    }

    @Test
    void aRightThatIsMissing() {
        String said =
                "services.serving.knative.dev \"wine\" is forbidden: User \"system:serviceaccount:demo:ci\" cannot"
                        + " update resource \"services\" in API group \"serving.knative.dev\" in the namespace \"demo\"";
        api.withKnative().refuse("GET " + SERVICES + "/wine", 403, said);
        refused(
                Reason.FORBIDDEN,
                "system:serviceaccount:demo:ci may not update services.serving.knative.dev in the namespace demo",
                cluster -> cluster.require("wine"));
    }

    @Test
    void aRightThatIsMissingForPathsOfNoResource() {
        api.refuse("GET " + SERVICES + "/wine", 403, "forbidden: User \"system:anonymous\" cannot get path \"/apis\"");
        refused(Reason.FORBIDDEN, "the cluster forbids it: forbidden: User", cluster -> cluster.require("wine"));
    }

    @Test
    void namesThatNoFunctionHasAreNotSent() {
        for (String name : new String[] {"", ".", "?x", "a/b", "Wine"}) {
            try (Cluster cluster = api.withKnative().cluster()) {
                assertThatThrownBy(() -> cluster.require(name))
                        .isInstanceOf(RefusedName.class)
                        .hasMessageContaining("'" + name + "' cannot name");
            }
        }
    }

    @Test
    void namespacesThatOneMayNotLookAtAreNoHindrance() {
        api.withKnative().refuse("GET /api/v1/namespaces/demo", 403, "namespaces \"demo\" is forbidden");
        try (Cluster cluster = api.cluster()) {
            cluster.check();
        }
        assertThat(api.requests("GET /api/v1/namespaces/demo")).isEqualTo(1);
    }

    @Test
    void aLoginThatHasRunOut() {
        api.withKnative().refuse("GET " + SERVICES + "/wine", 401, "Unauthorized");
        refused(Reason.UNAUTHENTICATED, "does not know who you are", cluster -> cluster.require("wine"));
    }

    @Test
    void whatAWebhookDenies() {
        api.withKnative()
                .refuse(
                        "POST " + SERVICES,
                        400,
                        "admission webhook \"validation.webhook.serving.knative.dev\" denied the request: validation"
                                + " failed: must not set the field(s): spec.template.spec.x");
        refused(
                Reason.REFUSED,
                "the cluster refused it: validation failed: must not set the field(s)",
                cluster -> cluster.create(wine()));
    }

    @Test
    void nobodyAnswers() {
        api.close();
        refused(Reason.UNREACHABLE, "does not answer: the connection is refused", cluster -> cluster.require("wine"));
    }

    @Test
    void aFunctionThatIsNotThere() {
        api.withKnative();
        refused(
                Reason.NOT_FOUND,
                "there is no function wine in the namespace demo",
                cluster -> cluster.require("wine"));
    }

    @Test
    void aChangeMeanwhileIsReadAgainAndWrittenOnce() {
        api.answer("GET " + SERVICES + "/wine", 200, WINE.formatted("1"))
                .answer("GET " + SERVICES + "/wine", 200, WINE.formatted("2"))
                .refuse("PUT " + SERVICES + "/wine", 409, "the object has been modified")
                .answer("PUT " + SERVICES + "/wine", 200, WINE.formatted("3"));
        try (Cluster cluster = api.cluster()) {
            assertThat(Updates.apply(cluster, "wine", Optional::of)
                            .getMetadata()
                            .getResourceVersion())
                    .isEqualTo("3");
        }
        assertThat(api.requests("PUT " + SERVICES + "/wine")).isEqualTo(2);
    }

    @Test
    void aServiceThatIsAlwaysChangedIsAConflict() {
        api.answer("GET " + SERVICES + "/wine", 200, WINE.formatted("1"))
                .refuse("PUT " + SERVICES + "/wine", 409, "the object has been modified");
        refused(
                Reason.CONFLICT,
                "the object has been modified",
                cluster -> Updates.apply(cluster, "wine", Optional::of));
    }

    @Test
    void aServiceOfSomebodyElseIsLeftAlone() {
        api.answer("GET " + SERVICES + "/wine", 200, WINE.formatted("1"));
        refused(
                Reason.FOREIGN,
                "Dormouse did not make it",
                cluster -> new Candidacies(cluster).enter("wine", wine(), "wine-1"));
        refused(Reason.FOREIGN, "was not made by Dormouse", cluster -> new Functions(cluster).delete("wine"));
        assertThat(api.requests("PUT " + SERVICES + "/wine")).isZero();
        assertThat(api.requests("DELETE " + SERVICES + "/wine")).isZero();
    }

    private static io.fabric8.knative.serving.v1.Service wine() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("wine")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
    }

    private interface Use {
        void of(Cluster cluster);
    }

    private void refused(Reason reason, String message, Use use) {
        ThrowingCallable call = () -> {
            try (Cluster cluster = api.cluster()) {
                use.of(cluster);
            }
        };
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ClusterException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}
