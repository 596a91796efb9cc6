package dev.dormouse.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Digests;
import dev.dormouse.plan.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The CycloneDX bill of materials of one image: the jars that are in it as Maven knows them, native libraries, the Java
 * run-time environment, the base's packages, and the models by their digests.
 */
final class BillOfMaterials {
    /** Where it is in an image. */
    static final String PATH = StagedFunction.HOME + "/sbom.cdx.json";

    private final ArrayNode components = JsonNodeFactory.instance.arrayNode();

    /**
     * The components of a staged function, described once and kept in a file, as reading all jars takes long: what Maven's
     * bill tells about each jar, else its name, and always the digest of what is in the image.
     */
    static void describe(StagedFunction function, Path mavenBill, Path file) throws IOException {
        BillOfMaterials bill = new BillOfMaterials();
        bill.addFunction(function, mavenBill);
        Files.write(file, JsonText.pretty(bill.components));
    }

    /** The components that were described into a file. */
    BillOfMaterials described(Path file) throws IOException {
        JsonText.read(Files.readAllBytes(file)).forEach(components::add);
        return this;
    }

    private void addFunction(StagedFunction function, Path mavenBill) throws IOException {
        Map<String, ObjectNode> known = new HashMap<>();
        if (Files.isRegularFile(mavenBill)) {
            for (JsonNode component :
                    JsonText.read(Files.readAllBytes(mavenBill)).path("components")) {
                known.put(jarName(component), (ObjectNode) component);
            }
        }
        for (Path file : Workshop.files(function.function())) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".jar")) {
                ObjectNode component = known.containsKey(name) ? identity(known.get(name)) : ofThisBuild(name);
                components.add(withDigest(component, Digests.sha256(file)));
                addEmbedded(file);
            }
        }
        addLibraries(function.folder().resolve(StagedFunction.NATIVES));
        Path engines = function.folder().resolve(EngineFiles.FOLDER);
        if (Files.isDirectory(engines)) {
            addLibraries(engines);
        }
    }

    /** Native libraries by their names; jars that Maven's bill does not know by its marks in them. */
    private void addLibraries(Path folder) throws IOException {
        for (Path file : Workshop.files(folder)) {
            String name = String.valueOf(file.getFileName());
            ObjectNode component = component("library", name);
            if (name.endsWith(".jar")) {
                component = ofMark(file).orElse(component);
            }
            components.add(withDigest(component, Digests.sha256(file)));
        }
    }

    private static Optional<ObjectNode> ofMark(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().matches("META-INF/maven/.*/pom\\.properties")) {
                    return Optional.of(ofMark(zip, entry));
                }
            }
        }
        return Optional.empty();
    }

    private static ObjectNode ofMark(ZipFile zip, ZipEntry entry) throws IOException {
        Properties mark = new Properties();
        mark.load(zip.getInputStream(entry));
        String group = mark.getProperty("groupId");
        String name = mark.getProperty("artifactId");
        String version = mark.getProperty("version");
        ObjectNode component = component("library", name);
        component.put("group", group);
        component.put("version", version);
        component.put("purl", "pkg:maven/" + group + "/" + name + "@" + version + "?type=jar");
        return component;
    }

    /** What a jar of this build has taken over from other people's jars, which Maven's marks in it tell. */
    private void addEmbedded(Path jar) throws IOException {
        if (!String.valueOf(jar.getFileName()).contains("dormouse-")) {
            return;
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().matches("META-INF/maven/(?!dev\\.dormouse/).*/pom\\.properties")) {
                    components.add(ofMark(zip, entry));
                }
            }
        }
    }

    /** The Java run-time environment. */
    BillOfMaterials java(String version) {
        ObjectNode component = component("platform", "OpenJDK");
        component.put("version", version);
        component.set("licenses", licences("GPL-2.0-only WITH Classpath-exception-2.0"));
        components.add(component);
        return this;
    }

    /** The packages of the base, by the names that scanners match (purl). */
    BillOfMaterials packages(List<SystemPackage> packages) {
        for (SystemPackage one : packages) {
            ObjectNode component = component("library", one.name());
            component.put("version", one.version());
            component.put("purl", one.purl());
            components.add(component);
        }
        return this;
    }

    /** The files of a bundle. */
    BillOfMaterials bundle(Bundle bundle) {
        for (Artifact artifact : LayerPlan.artifacts(bundle.plan())) {
            boolean model = bundle.plan().steps().stream()
                    .filter(step -> step.artifacts().containsValue(artifact))
                    .anyMatch(step -> Engine.ONNX.brings(step.kind()));
            components.add(withDigest(
                    component(model ? "machine-learning-model" : "data", artifact.name()), artifact.sha256()));
        }
        return this;
    }

    /** The document; equal input gives equal bytes. */
    byte[] document(Bundle bundle, String dormouseVersion) throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("bomFormat", "CycloneDX");
        root.put("specVersion", "1.6");
        root.put("version", 1);
        ObjectNode metadata = root.putObject("metadata");
        ObjectNode tool = component("application", "dormouse");
        tool.put("version", dormouseVersion);
        metadata.putObject("tools").putArray("components").add(tool);
        ObjectNode subject = component("container", bundle.plan().metadata().name());
        if (!bundle.plan().metadata().version().isEmpty()) {
            subject.put("version", bundle.plan().metadata().version());
        }
        metadata.set("component", subject);
        root.set("components", components);
        return JsonText.pretty(root);
    }

    /** {@code group.name-version.jar}, as Quarkus names it. */
    private static String jarName(JsonNode component) {
        String group = component.path("group").asText("");
        return (group.isEmpty() ? "" : group + ".") + component.path("name").asText() + "-"
                + component.path("version").asText() + ".jar";
    }

    /** What tells a jar from another, and its licences; not the prose that comes with it. */
    private static ObjectNode identity(ObjectNode component) {
        return component.deepCopy().retain("type", "group", "name", "version", "licenses", "purl");
    }

    /** A jar that Dormouse's own build makes. */
    private static ObjectNode ofThisBuild(String name) {
        ObjectNode component = component("library", name);
        component.set("licenses", licences("Apache-2.0"));
        return component;
    }

    private static ObjectNode component(String type, String name) {
        ObjectNode component = JsonNodeFactory.instance.objectNode();
        component.put("type", type);
        component.put("name", name);
        return component;
    }

    private static ObjectNode withDigest(ObjectNode component, String sha256) {
        ObjectNode hash = JsonNodeFactory.instance.objectNode();
        hash.put("alg", "SHA-256");
        hash.put("content", sha256);
        component.putArray("hashes").add(hash);
        return component;
    }

    private static ArrayNode licences(String expression) {
        ArrayNode licences = JsonNodeFactory.instance.arrayNode();
        licences.addObject().put("expression", expression);
        return licences;
    }
}
