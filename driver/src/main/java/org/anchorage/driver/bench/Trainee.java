/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import org.anchorage.worker.step.StepSeconds;

/** A network that is measured, with a batch of its own. Not thread-safe. */
interface Trainee {

  /**
   * Takes an optimiser step on the batch.
   *
   * @return where its time went, as far as that is known
   */
  StepSeconds step();

  /** Embeds the batch. */
  void embed();
}
