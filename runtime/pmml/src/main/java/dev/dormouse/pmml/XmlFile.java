package dev.dormouse.pmml;

import dev.dormouse.step.ArtifactException;
import dev.dormouse.step.ArtifactException.Reason;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The elements of an XML file, one after another. Nothing outside of it is read: a document type, which could name other
 * files or grow without end, is refused where it begins. So are depths, names and attributes that no model has.
 */
final class XmlFile {
    /** Of elements; PMML4S reads nested ones by recursion, and so does a thread's stack end. */
    static final int MOST_DEPTH = 200;

    static final int MOST_ATTRIBUTE = 1 << 16;

    private final String name;
    private final byte[] bytes;
    private final XMLStreamReader reader;
    private int depth;
    private int texts;
    private int line;

    XmlFile(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("an external entity");
        });
        try {
            this.reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
        } catch (XMLStreamException e) {
            throw notXml(e);
        }
    }

    /** Whether another element begins or ends; {@link #begins} says which. Past the end of the root it is false. */
    boolean next() {
        try {
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD) {
                    line = reader.getLocation().getLineNumber();
                    throw refused(
                            "has a document type (<!DOCTYPE), which could lead to other files",
                            "delete it; PMML needs none");
                }
                if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                    line = reader.getLocation().getLineNumber();
                    throw refused(
                            "uses an entity of its own, &" + reader.getLocalName() + ";", "write its text instead");
                }
                if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                    texts++;
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    begin();
                    return true;
                }
                if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                    return true;
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw notXml(e);
        }
    }

    private void begin() {
        depth++;
        texts = 0;
        line = reader.getLocation().getLineNumber();
        if (depth > MOST_DEPTH) {
            throw refused(
                    "nests elements more than " + MOST_DEPTH + " deep",
                    "export a shallower model: trees of a limited depth, predicates side by side");
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeValue(i).length() > MOST_ATTRIBUTE) {
                throw refused(
                        "has an attribute '" + reader.getAttributeLocalName(i) + "' of "
                                + reader.getAttributeValue(i).length() + " characters",
                        "attributes of PMML are names and numbers");
            }
        }
    }

    boolean begins() {
        return reader.isStartElement();
    }

    /** Passes over what is in the element that has just begun, and its end. */
    void skip() {
        int inside = depth - 1;
        while (depth > inside) {
            next();
        }
    }

    /** Of the element that begins or ends. */
    String element() {
        return reader.getLocalName();
    }

    /** In how many pieces the text before the end of an element came. */
    int texts() {
        return texts;
    }

    /** Where the last element began. */
    int line() {
        return line;
    }

    Optional<String> attribute(String attribute) {
        return Optional.ofNullable(reader.getAttributeValue(null, attribute));
    }

    String required(String attribute) {
        return attribute(attribute)
                .orElseThrow(() -> refused(
                        "has " + one(element()) + " without '" + attribute + "'",
                        "give it one, or export the model again"));
    }

    /** The whole file as text, by the encoding that it declares. */
    String text() {
        String declared = reader.getCharacterEncodingScheme();
        String encoding = declared == null ? reader.getEncoding() : declared;
        try {
            Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
            String text = new String(bytes, charset);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw refused("has the unknown encoding '" + encoding + "'", "save it in UTF-8");
        }
    }

    /** A refusal at this line. */
    ArtifactException refused(String why, String help) {
        return refused(line(), why, help);
    }

    ArtifactException refused(int line, String why, String help) {
        return new ArtifactException(Reason.UNSUPPORTED, name + ", line " + line + ": it " + why, help);
    }

    /** The name of an element with its article. */
    static String one(String element) {
        return ("AEIO".indexOf(element.charAt(0)) < 0 ? "a " : "an ") + element;
    }

    private ArtifactException notXml(XMLStreamException e) {
        String message = String.valueOf(e.getMessage())
                .replaceFirst("(?s).*Message: ", "")
                .strip();
        String place =
                e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNumber();
        return new ArtifactException(
                Reason.UNREADABLE,
                name + place + ": it is not XML, or it is cut short: " + message,
                "give the whole .pmml file as it was exported");
    }
}
