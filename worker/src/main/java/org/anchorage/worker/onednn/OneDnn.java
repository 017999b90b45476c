/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native library oneDNN, with the instructions of this machine. It computes with as many
 * threads as OMP_NUM_THREADS says before the JVM starts, as ND4J does. Stateless and thread-safe.
 */
public final class OneDnn {

  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

  private OneDnn() {}

  /** Loads the library once. */
  private static final class Loaded {
    static final boolean AVX512 = load();

    private Loaded() {}

    private static boolean load() {
      try {
        Loader.load(dnnl.class);
        String instructions = dnnl.get_effective_cpu_isa().intern().name();
        if (instructions.startsWith("avx512_core")) {
          return true;
        }
        LOG.info("oneDNN finds {} on this machine, not AVX-512; ND4J embeds", instructions);
      } catch (LinkageError | RuntimeException e) {
        LOG.info("oneDNN has no library for this platform ({}); ND4J embeds", e.getMessage());
      }
      return false;
    }
  }

  /**
   * Returns whether this process can compute with oneDNN: the library is there, and the machine has
   * AVX-512. Loads the library at the first call; if it cannot be used, the log says why once.
   */
  public static boolean isUsable() {
    return Loaded.AVX512;
  }
}
