package dev.dormouse.knative.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.testkit.Goldens;
import io.fabric8.knative.serving.v1.Revision;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the cluster has, as YAML, against what a person is told; a ConfigMap holds the pods' last lines. */
class DiagnosesTest {
    private static final Path FOLDER = Path.of("src/test/resources/evidence");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsWhatHappened(Path file) throws IOException {
        Evidence evidence = read(file);
        Diagnosis diagnosis = Diagnoses.of(evidence);
        String told = diagnosis.text() + "Try this: " + diagnosis.remedy() + "\n"
                + (evidence.pods().stream().anyMatch(Diagnoses::isFinal) ? "final\n" : "may pass\n");
        Goldens.check(Path.of(file.toString().replace(".yaml", ".txt")), told);
        assertThat(told).doesNotContain("null");
    }

    private static Evidence read(Path file) throws IOException {
        Optional<Revision> revision = Optional.empty();
        List<Pod> pods = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        Map<String, String> logs = new HashMap<>();
        Optional<String> complaint = Optional.empty();
        for (String document : Files.readString(file).split("(?m)^---\n")) {
            if (document.contains("kind: Revision")) {
                revision = Optional.of(YAML.unmarshal(document, Revision.class));
            } else if (document.contains("kind: Pod\n")) {
                pods.add(YAML.unmarshal(document, Pod.class));
            } else if (document.contains("kind: Event")) {
                events.add(YAML.unmarshal(document, Event.class));
            } else if (document.contains("name: service")) {
                complaint = Optional.of(
                        YAML.unmarshal(document, ConfigMap.class).getData().get("complaint"));
            } else {
                logs.putAll(YAML.unmarshal(document, ConfigMap.class).getData());
            }
        }
        return new Evidence(revision, complaint, pods, events, logs, List.of());
    }
}
