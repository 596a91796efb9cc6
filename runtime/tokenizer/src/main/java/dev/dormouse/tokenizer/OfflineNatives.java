package dev.dormouse.tokenizer;

/**
 * Keeps DJL from asking the network for machine metadata and reporting to a tracking host when it loads its natives; in
 * a pod without a way out that costs seconds. A setting made by the user stays.
 */
final class OfflineNatives {
    private OfflineNatives() {}

    static void require() {
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("ai.djl.offline", "true");
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
