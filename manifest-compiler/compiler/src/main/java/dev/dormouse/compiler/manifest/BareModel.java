package dev.dormouse.compiler.manifest;

import dev.dormouse.plan.Options;
import dev.dormouse.plan.TensorType;
import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.Declaration;
import dev.dormouse.step.DimBindings;
import dev.dormouse.step.FileInParts;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.PortMatch;
import dev.dormouse.step.PortNames;
import dev.dormouse.step.Problem;
import dev.dormouse.step.StepCatalogue;
import dev.dormouse.step.StepKind;
import dev.dormouse.step.Typing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Writes the manifest of a model file that comes alone, from the model's own signature. */
public final class BareModel {
    private static final String PMML = "pmml";
    private static final String KERAS = "keras";
    /** Its files say too little to run alone: the kind refuses them, with the manifest to write. */
    private static final String TORCHSCRIPT = "torchscript";

    private static final Map<String, String> KINDS_BY_EXTENSION = Map.of(
            "onnx",
            "onnx",
            "h5",
            KERAS,
            "hdf5",
            KERAS,
            "keras",
            KERAS,
            "pmml",
            PMML,
            "pt",
            TORCHSCRIPT,
            "pth",
            TORCHSCRIPT,
            "ts",
            TORCHSCRIPT,
            "torchscript",
            TORCHSCRIPT,
            "pt2",
            TORCHSCRIPT);
    private static final String TENSORFLOW = "tensorflow";
    private static final String SAVED_MODEL = "saved_model.pb";

    private BareModel() {}

    /** The models directly in the folder, or the folder itself when it is a SavedModel; sorted. */
    public static List<Path> modelsIn(Path folder) throws IOException {
        if (Files.exists(folder.resolve(SAVED_MODEL))) {
            return List.of(folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> models =
                    files.filter(file -> kindOf(file).isPresent()).sorted().toList();
            List<Path> complete = models.stream()
                    .filter(file -> !kindOf(file).equals(Optional.of(TORCHSCRIPT)))
                    .toList();
            return complete.isEmpty() ? models : complete;
        }
    }

    private static Optional<String> kindOf(Path model) {
        if (Files.isDirectory(model)) {
            return Files.exists(model.resolve(SAVED_MODEL)) ? Optional.of(TENSORFLOW) : Optional.empty();
        }
        if (!Files.isRegularFile(model)) {
            return Optional.empty();
        }
        String extension = extension(model);
        if (extension.equals("zip")) {
            return holdsSavedModel(model) ? Optional.of(TENSORFLOW) : Optional.empty();
        }
        if (extension.equals("xml")) {
            return isPmml(model) ? Optional.of(PMML) : Optional.empty();
        }
        return Optional.ofNullable(KINDS_BY_EXTENSION.get(extension));
    }

    private static String extension(Path model) {
        String name = fileName(model).toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Whether it is XML whose root is PMML; nothing else is read of it. */
    private static boolean isPmml(Path xml) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream in = Files.newInputStream(xml)) {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            while (reader.hasNext() && !reader.isStartElement()) {
                reader.next();
            }
            return reader.isStartElement() && reader.getLocalName().equals("PMML");
        } catch (IOException | XMLStreamException e) {
            return false;
        }
    }

    /** Whether it is a zip of a SavedModel's folder, or of what is in it. */
    private static boolean holdsSavedModel(Path zip) {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.stream().map(ZipEntry::getName).anyMatch(name -> name.matches("([^/]+/)?" + SAVED_MODEL));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A native manifest, to lie beside the model, in which all inputs and outputs of the model are those of the
     * pipeline.
     *
     * @throws ArtifactException if the file is no model that a kind of the catalogue reads, a broken one, or one that
     *     does not say its types
     */
    public static String manifestFor(Path model, StepCatalogue catalogue) {
        BareManifest manifest = infer(model, catalogue);
        if (!manifest.typed()) {
            String name = fileName(model);
            throw new ArtifactException(
                    ArtifactException.Reason.UNSUPPORTED,
                    "'" + name + "' needs a manifest, as it does not say the types of its inputs and outputs",
                    "write this to manifest.yaml beside it ('dormouse new --from " + name
                            + "' does), fill in the types, and run the folder\n"
                            + manifest.commented(Names.ofPipeline(stem(name), "model"), new BareExample.Missing("")));
        }
        return manifest.text();
    }

    /**
     * What the model's own signature says.
     *
     * @throws ArtifactException if the file is no model that a kind of the catalogue reads, or a broken one
     */
    public static BareManifest infer(Path model, StepCatalogue catalogue) {
        StepKind kind = kind(model, catalogue);
        Declaration declaration = declaration(model, kind);
        List<String> about = kind.about(declaration);
        if (kind.options().stream()
                .anyMatch(option -> option.required() && option.name().equals("outputs"))) {
            Optional<PortNames> names = Optional.of(kind.portNames(declaration));
            return new BareManifest(fileName(model), kind.name(), about, Map.of(), Map.of(), names);
        }
        BareSignature signature = new BareSignature();
        Map<String, InputPort> ports = new LinkedHashMap<>();
        kind.inputs(declaration).stream()
                .filter(port -> !port.optional())
                .forEach(port -> ports.put(port.name(), port));
        Map<String, TensorType> inputs = signature.types(List.copyOf(ports.values()));
        List<Problem> problems = new ArrayList<>();
        DimBindings bindings = PortMatch.match(ports, inputs, problems::add);
        Map<String, TensorType> outputs = kind.signature(new Typing(declaration, inputs, bindings, problems::add))
                .outputs();
        if (!problems.isEmpty()) {
            throw new ArtifactException(
                    ArtifactException.Reason.UNSUPPORTED,
                    "'" + fileName(model) + "' cannot be served without a manifest: "
                            + problems.get(0).headline(),
                    problems.get(0).help());
        }
        return new BareManifest(fileName(model), kind.name(), about, inputs, outputs, Optional.empty());
    }

    /**
     * The files in which a model that is there keeps a part of its data, relative to its folder.
     *
     * @throws ArtifactException as {@link #manifestFor}
     */
    public static List<String> partsOf(Path model, StepCatalogue catalogue) {
        return kind(model, catalogue) instanceof FileInParts parted ? parted.parts(model) : List.of();
    }

    private static StepKind kind(Path model, StepCatalogue catalogue) {
        String name = kindOf(model).orElseThrow(() -> noModel(model));
        return catalogue
                .find(name)
                .orElseThrow(() -> new ArtifactException(
                        ArtifactException.Reason.UNSUPPORTED,
                        "'" + fileName(model) + "' needs the engine of '" + name + "', which is not in this build",
                        "give a model of another format: an .onnx file, say"));
    }

    private static ArtifactException noModel(Path model) {
        if (extension(model).equals("zip") && Files.isRegularFile(model)) {
            try (ZipFile zip = new ZipFile(model.toFile())) {
                return new ArtifactException(
                        ArtifactException.Reason.UNSUPPORTED,
                        "'" + fileName(model) + "' holds no SavedModel: there is no " + SAVED_MODEL + " among its "
                                + zip.size() + " files",
                        "zip the folder that TensorFlow wrote; a model of another format keeps its own ending: .keras, .pt");
            } catch (IOException e) {
                return new ArtifactException(
                        ArtifactException.Reason.UNREADABLE,
                        "'" + fileName(model) + "' is no zip, or it is cut short",
                        "copy it again, or zip the folder that TensorFlow wrote once more");
            }
        }
        return new ArtifactException(
                ArtifactException.Reason.UNSUPPORTED,
                "'" + fileName(model) + "' is not a model that can be served without a manifest",
                fileName(model).equals(SAVED_MODEL)
                        ? "name the folder of a SavedModel, not the file in it"
                        : "give an .onnx, .keras, .h5 or .pmml file, a TorchScript file (.pt), or a SavedModel's"
                                + " folder or a .zip of it");
    }

    private static Declaration declaration(Path model, StepKind kind) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Option option : kind.options()) {
            option.defaultValue().ifPresent(value -> values.put(option.name(), value));
        }
        values.put("source", fileName(model));
        return new Declaration("model", new Options(values), Map.of("source", model));
    }

    /** A file's name without its extension. */
    static String stem(String fileName) {
        return fileName.replaceFirst("\\.[A-Za-z0-9]+$", "");
    }

    private static String fileName(Path model) {
        Path name = model.toAbsolutePath().normalize().getFileName();
        return name == null ? "model" : name.toString();
    }
}
