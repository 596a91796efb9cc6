package dev.dormouse.image;

import dev.dormouse.engine.Bundle;
import dev.dormouse.engine.Digests;
import dev.dormouse.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * From a bundle to an image, the one entry point: engines that the plan needs, the function staged with them, its
 * start-up archive by a training run, layers, and the image in a tar or a registry.
 */
public final class FunctionImages {
    private static final String COMPONENTS = "components.json";
    private static final String NO_ARCHIVE = "no-archive.txt";

    private final BuildFolder build;
    private final Path jdk;
    private final Rehearsals rehearsals;
    private final PushedBlobs pushed;
    private final Consumer<String> progress;

    /**
     * @param jdk the JDK whose run-time environment goes into images without a base of their own
     * @param notes a folder in which it notes which registry has got which layers, for all builds
     * @param progress is told what takes long, one line each
     */
    public FunctionImages(BuildFolder build, Path jdk, Rehearsals rehearsals, Path notes, Consumer<String> progress) {
        this.build = build;
        this.jdk = jdk;
        this.rehearsals = rehearsals;
        this.pushed = new PushedBlobs(notes);
        this.progress = progress;
    }

    /**
     * Makes the image of a bundle and brings it to its destination.
     *
     * @throws ImageException if it cannot be made, written or pushed
     */
    public ImageReport make(Path bundleFolder, Platform platform, Base base, Destination destination)
            throws IOException {
        return destination instanceof Destination.Registry registry
                ? push(bundleFolder, platform, base, registry)
                : write(bundleFolder, platform, base, (Destination.TarFile) destination);
    }

    private ImageReport push(Path bundleFolder, Platform platform, Base base, Destination.Registry registry)
            throws IOException {
        RegistryPush push = new RegistryPush(registry, pushed, progress);
        Made made = assemble(bundleFolder, platform, base);
        Shipment image = made.image().shipment();
        List<ImageReport.Layer> layers = push.push(image, Optional.of(AttachedBill.of(made.bill())));
        return new ImageReport(
                push.repository() + "@" + image.digest(), image.digest(), platform, layers, made.notes());
    }

    private ImageReport write(Path bundleFolder, Platform platform, Base base, Destination.TarFile tar)
            throws IOException {
        ImageTar.name(tar.name());
        Made made = assemble(bundleFolder, platform, base);
        ImageTar.write(made.image(), tar);
        return made.report(tar.name(), platform);
    }

    /** Renders a function's resources; the image is called so in them. */
    @FunctionalInterface
    public interface Renderer {
        String yaml(Plan plan, String image);
    }

    /**
     * Makes the images of several bundles and writes them into one tar, with their rendered resources and all digests.
     *
     * @throws ImageException if one cannot be made, or two have the same name
     */
    public List<ImageReport> bundle(List<Path> bundles, Platform platform, Base base, Renderer renderer, Path file)
            throws IOException {
        List<EdgeArchive.Function> functions = new ArrayList<>();
        List<ImageReport> reports = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path folder : bundles) {
            Plan plan = Bundle.open(folder).plan();
            String name = plan.metadata().name();
            if (!names.add(name)) {
                throw new ImageException(ImageException.Reason.NAME, "two of the functions are named " + name);
            }
            String tag = localName(plan, EdgeFunction.REGISTRY);
            ImageTar.name(tag);
            Made made = assemble(folder, platform, base);
            Shipment image = made.image().shipment();
            EdgeFunction function = new EdgeFunction(name, tag, image.digest());
            functions.add(new EdgeArchive.Function(function, image, renderer.yaml(plan, function.reference())));
            reports.add(made.report(function.reference(), platform));
        }
        EdgeArchive.write(file, platform, functions);
        return reports;
    }

    /** What an image is called where no registry gives it a name: the pipeline's name and version. */
    public static String localName(Plan plan, String host) {
        String version = plan.metadata().version();
        String tag = version.isEmpty() ? "latest" : version.replaceAll("[^A-Za-z0-9_.-]", "-");
        return host + "/" + plan.metadata().name().toLowerCase(Locale.ROOT) + ":" + tag;
    }

    private record Made(AssembledImage image, Path bill, List<String> notes) {
        ImageReport report(String reference, Platform platform) throws IOException {
            Shipment shipment = image.shipment();
            return new ImageReport(reference, shipment.digest(), platform, shipment.report(), notes);
        }
    }

    private Made assemble(Path bundleFolder, Platform platform, Base base) throws IOException {
        Bundle bundle = Bundle.open(bundleFolder);
        Foundation foundation = base instanceof Base.Registry registry
                ? new PulledFoundation(build, registry, progress).pull(platform)
                : new LocalFoundation(build, jdk, progress).make(platform);
        Set<Engine> engines = Engine.neededBy(bundle.plan());
        Path item = staged(engines, platform, foundation);
        StagedFunction function = StagedFunction.in(item, engines);
        Path bill = billOfMaterials(bundle, item, foundation);
        List<AssembledImage.NamedLayer> layers = new ArrayList<>(foundation.layers());
        for (ImageLayer layer : LayerPlan.ofFunction(function)) {
            layers.add(new LayerStore(item.resolve("layers")).store(layer));
        }
        List<ImageLayer> ofBundle = new ArrayList<>(UnpackedModels.of(bundle, new Workshop(build.image())));
        ofBundle.addAll(LayerPlan.ofBundle(bundle, bundleFolder, bill));
        for (ImageLayer layer : ofBundle) {
            layers.add(new LayerStore(build.image().resolve("layers")).store(layer));
        }
        ImageConfig config = ImageConfig.of(function, foundation, labels(bundle, bundleFolder, function, foundation));
        return new Made(AssembledImage.of(config, platform, layers), bill, notes(item));
    }

    /** The folder of a staged function, made once for the same engines, platform and Java. */
    private Path staged(Set<Engine> engines, Platform platform, Foundation foundation) throws IOException {
        String name =
                String.join("-", Engine.nameOf(engines), platform.os(), platform.architecture(), foundation.key());
        return new Workshop(build.image()).get(name, work -> {
            StagedFunction staged = StagedFunction.stage(
                    build, engines, platform, foundation.java().major(), work);
            BillOfMaterials.describe(staged, build.billOfMaterials(), work.resolve(COMPONENTS));
            Optional<JavaRuntime> java = foundation.runnable();
            if (java.isEmpty()) {
                Files.writeString(work.resolve(NO_ARCHIVE), "programs for " + platform + " do not run on this machine");
                return;
            }
            progress.accept("recording the start-up archive for " + Engine.nameOf(engines) + " (once a build)");
            TrainingRun training =
                    new TrainingRun(staged, java.get(), rehearsals.bundleFor(engines), foundation.environment());
            if (foundation.foreign()) {
                recordIfItRunsHere(training, staged, work);
            } else {
                training.record();
            }
        });
    }

    /** The Java of a base may be made for another libc or processor than this machine's. */
    private static void recordIfItRunsHere(TrainingRun training, StagedFunction staged, Path work) throws IOException {
        try {
            training.record();
        } catch (ImageException | IOException e) {
            boolean full = DiskFull.isCauseOf(e)
                    || e instanceof ImageException told && told.reason() == ImageException.Reason.DISK_FULL;
            if (full || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            Files.deleteIfExists(staged.archive());
            Files.writeString(work.resolve(NO_ARCHIVE), "the base's Java does not run here: " + e.getMessage());
        }
    }

    private static List<String> notes(Path item) throws IOException {
        Path reason = item.resolve(NO_ARCHIVE);
        return Files.exists(reason)
                ? List.of("no start-up archive, so a start takes longer: " + Files.readString(reason))
                : List.of();
    }

    private Path billOfMaterials(Bundle bundle, Path item, Foundation foundation) throws IOException {
        byte[] document = new BillOfMaterials()
                .described(item.resolve(COMPONENTS))
                .java(foundation.java().version())
                .packages(foundation.packages())
                .bundle(bundle)
                .document(bundle, build.version());
        Path folder = new Workshop(build.image())
                .get("sbom-" + Digests.sha256(document), work -> Files.write(work.resolve("sbom.cdx.json"), document));
        return folder.resolve("sbom.cdx.json");
    }

    private Map<String, String> labels(Bundle bundle, Path folder, StagedFunction function, Foundation foundation)
            throws IOException {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("org.opencontainers.image.title", bundle.plan().metadata().name());
        labels.put("org.opencontainers.image.version", bundle.plan().metadata().version());
        labels.put(
                "org.opencontainers.image.description", bundle.plan().metadata().description());
        labels.put("dev.dormouse.version", build.version());
        labels.put("dev.dormouse.engines", ImageConfig.engines(function.engines()));
        labels.put("dev.dormouse.java", foundation.java().version());
        labels.put("dev.dormouse.start-up-archive", function.hasArchive() ? "yes" : "no");
        labels.put("dev.dormouse.plan.digest", "sha256:" + Digests.sha256(folder.resolve(Bundle.PLAN_FILE)));
        Path lock = folder.resolve(Bundle.LOCK_FILE);
        if (Files.isRegularFile(lock)) {
            labels.put("dev.dormouse.lock.digest", "sha256:" + Digests.sha256(lock));
        }
        labels.put("dev.dormouse.sbom", BillOfMaterials.PATH);
        labels.values().removeIf(String::isEmpty);
        return labels;
    }
}
