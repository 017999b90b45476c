/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import org.anchorage.driver.executor.BroadcastKey;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.network.SavedNetwork;

/**
 * A network that this executor keeps, and lends to one pass at a time.
 *
 * @param key names the network
 * @param network to make it from
 */
record LentNetwork(BroadcastKey key, SavedNetwork network) {

  /** Embeds {@code count} images; see {@link org.anchorage.worker.step.Embedder#embed}. */
  float[] embed(float[] images, int count) {
    return ExecutorCache.lend(
        key, network::embedder, slot -> slot.use(embedder -> embedder.embed(images, count)));
  }
}
