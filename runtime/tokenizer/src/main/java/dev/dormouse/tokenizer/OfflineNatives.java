package dev.dormouse.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.util.cuda.CudaUtils;

/**
 * Loads DJL's natives without what DJL does beside it: asking the network for machine metadata and reporting to a
 * tracking host, which costs seconds in a pod without a way out, and looking for CUDA, which unpacks JNA and starts a
 * process. A setting made by the user stays.
 */
final class OfflineNatives {
    private static final String CUDA_ELSEWHERE = "ai.djl.util.cuda.fork";

    private OfflineNatives() {}

    /**
     * Loads them once a process.
     *
     * @throws ai.djl.engine.EngineException if they cannot be loaded
     */
    static void load() {
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("ai.djl.offline", "true");
        Cuda.leaveAlone();
        LibUtils.checkStatus();
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Initialised once, so the property is seen by nothing but DJL's class. */
    private static final class Cuda {
        static {
            initialise();
        }

        private Cuda() {}

        /**
         * DJL's class looks for the CUDA library while it is initialised, unless it is to ask in a process of its own;
         * with the property gone again it asks nobody, and says that there is no GPU. Steps compute on processors.
         */
        private static void initialise() {
            if (System.getProperty(CUDA_ELSEWHERE) != null) {
                return;
            }
            System.setProperty(CUDA_ELSEWHERE, "true");
            try {
                Class.forName(CudaUtils.class.getName(), true, CudaUtils.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("DJL has lost its class", e);
            } finally {
                System.clearProperty(CUDA_ELSEWHERE);
            }
        }

        static void leaveAlone() {
            // the class is initialised by now
        }
    }
}
