package dev.dormouse.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A function in a tar for machines without a network.
 *
 * @param name of the pipeline
 * @param tag what its image is called in the tar, and nothing else: {@value #REGISTRY}{@code /NAME:VERSION}
 * @param digest of its image, {@code sha256:…}
 */
public record EdgeFunction(String name, String tag, String digest) {
    /** A host name that Knative never asks for tags, and that is no registry. */
    public static final String REGISTRY = "dev.local";

    public EdgeFunction {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")
                || !tag.matches("dev\\.local/[a-z0-9][a-z0-9._-]*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
                || !digest.matches("sha256:[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "'" + name + "' as '" + tag + "' with '" + digest + "' is no function of a bundle");
        }
    }

    /** The image by its digest, as the rendered resources name it. */
    public String reference() {
        return REGISTRY + "/" + repository() + "@" + digest;
    }

    /** The image's name without host, tag and digest. */
    public String repository() {
        return tag.substring(tag.indexOf('/') + 1, tag.lastIndexOf(':'));
    }

    String version() {
        return tag.substring(tag.lastIndexOf(':') + 1);
    }

    String yamlFile() {
        return EdgeArchive.FOLDER + name + ".yaml";
    }

    JsonNode toJson(String yamlSha256) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name);
        json.put("tag", tag);
        json.put("digest", digest);
        json.put("yaml", yamlFile());
        json.put("yamlSha256", yamlSha256);
        return json;
    }
}
