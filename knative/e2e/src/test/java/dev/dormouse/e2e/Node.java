package dev.dormouse.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The cluster's node, if it is this machine: DORMOUSE_E2E_CONTAINERD is its containerd's socket, asked by {@code ctr}. */
final class Node {
    static final String SOCKET = "DORMOUSE_E2E_CONTAINERD";
    static final String WHY_NOT = "the node's containerd is not at hand: " + SOCKET + " is not set";

    private static final Pattern SIZE = Pattern.compile("([0-9.]+)([kMG]?)B");

    private Node() {}

    static String socket() {
        return System.getenv(SOCKET);
    }

    /** Everything that it has pulled: bytes, as they came, by digest. */
    static Map<String, Long> content() throws IOException, InterruptedException {
        Map<String, Long> sizes = new TreeMap<>();
        for (String line : ctr("content", "ls").lines().skip(1).toList()) {
            String[] columns = line.split("\t+");
            sizes.put(columns[0], bytes(columns[1]));
        }
        return sizes;
    }

    /** As ctr shows sizes: {@code 14.3kB}, {@code 418B}. */
    private static long bytes(String shown) {
        Matcher size = SIZE.matcher(shown);
        assertThat(size.matches()).as("a size of ctr's: %s", shown).isTrue();
        double scale = switch (size.group(2)) {
            case "k" -> 1e3;
            case "M" -> 1e6;
            case "G" -> 1e9;
            default -> 1;
        };
        return Math.round(Double.parseDouble(size.group(1)) * scale);
    }

    /** Kills a function's container at once (SIGKILL), as the kernel does for memory; the pod stays. */
    static void kill(Pod pod) throws IOException, InterruptedException {
        String id = container(pod).getContainerID().replaceFirst("^containerd://", "");
        ctr("tasks", "kill", "--signal", "SIGKILL", id);
    }

    /** The function's own, not Knative's beside it. */
    static ContainerStatus container(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> !status.getName().equals("queue-proxy"))
                .findFirst()
                .orElseThrow();
    }

    static void forget(String image) throws IOException, InterruptedException {
        ctr("images", "rm", image);
    }

    private static String ctr(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ctr", "--address", socket(), "--namespace", "k8s.io"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, printed).isZero();
        return printed;
    }
}
