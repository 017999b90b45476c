/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

/** A run whose network gives vectors that are not finite, so that there is nothing to look at. */
public final class DivergedException extends RuntimeException {

  DivergedException() {
    super(
        "its network gives vectors that are not finite, because training diverged; train with a"
            + " lower learning rate");
  }
}
