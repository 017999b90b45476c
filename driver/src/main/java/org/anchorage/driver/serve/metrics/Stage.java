/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.metrics;

import java.util.Locale;

/** The parts of a request that are timed. */
public enum Stage {
  /** An image becomes the network's input. */
  DECODE,
  /** The network, and waiting for it. */
  EMBED,
  /** The network alone, for a batch. */
  NETWORK,
  /** The index. */
  SEARCH,
  /** From the body's last byte to the answer's first. */
  TOTAL;

  /** Returns the value of the label. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
