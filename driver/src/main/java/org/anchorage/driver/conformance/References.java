/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import java.util.List;

/**
 * The reference losses that one of ours is checked against.
 *
 * @param losses may be empty
 * @param reason why there are no losses; empty if there are some
 */
record References(List<ReferenceLoss> losses, String reason) {

  /** Names the losses of the reference files that equal one of ours. */
  static References of(ReferenceLoss... losses) {
    return new References(List.of(losses), "");
  }

  /**
   * Says that no reference vectors exist.
   *
   * @param reason in words
   */
  static References none(String reason) {
    return new References(List.of(), reason);
  }
}
