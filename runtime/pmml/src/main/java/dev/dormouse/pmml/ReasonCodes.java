package dev.dormouse.pmml;

/** Holds a Scorecard with reason codes to what they need: PMML4S would fail on each row without it. */
final class ReasonCodes {
    private static final String HELP = "give it one, as PMML asks, or say useReasonCodes=\"false\" in the Scorecard";

    private final XmlFile xml;
    private boolean used;
    private boolean baseline;
    private boolean code;

    ReasonCodes(XmlFile xml) {
        this.xml = xml;
    }

    void begin(String element) {
        switch (element) {
            case "Scorecard" -> {
                used = !xml.attribute("useReasonCodes").orElse("true").equals("false");
                baseline = xml.attribute("baselineScore").isPresent();
            }
            case "Characteristic" -> {
                code = xml.attribute("reasonCode").isPresent();
                if (used && !baseline && xml.attribute("baselineScore").isEmpty()) {
                    throw xml.refused("has reason codes, and a Characteristic without 'baselineScore'", HELP);
                }
            }
            case "Attribute" -> {
                if (used && !code && xml.attribute("reasonCode").isEmpty()) {
                    throw xml.refused("has reason codes, and an Attribute without 'reasonCode'", HELP);
                }
            }
            default -> {}
        }
    }
}
