/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.network;

import org.anchorage.worker.step.Engines;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the native library of the usual engine beside what the caller does, for commands that will
 * embed an image and end: loading takes about as long as opening an index. A network of another
 * engine loads its own library later. Stateless and thread-safe.
 */
public final class EngineStart {

  // Made before the thread: two that start logging at the same time have SLF4J complain.
  private static final Logger LOG = LoggerFactory.getLogger(EngineStart.class);
  private static final String USUAL = "nd4j";

  private EngineStart() {}

  /** Begins to load, and returns at once. If it fails, the first network says why. */
  public static void begin() {
    Thread loading = new Thread(EngineStart::load, "anchorage-engine");
    loading.setDaemon(true);
    loading.start();
  }

  private static void load() {
    try {
      String unused = Engines.named(USUAL).backend().library();
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("The engine {} could not be loaded yet", USUAL, e);
    }
  }
}
