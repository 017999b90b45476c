/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

/** Says that an index finds less than it was made for. */
final class MissedRecall {

  /** A thousand queries resolve a recall of 0.99 to about 0.001 (ten neighbours each). */
  private static final double RESOLVED = 0.002;

  private MissedRecall() {}

  /**
   * Says so if it is true.
   *
   * @param wanted recall@10, as {@code index.recall}
   * @param measured recall@10
   */
  static void say(double wanted, double measured, Output output) {
    if (measured < wanted - RESOLVED) {
      output.say(
          "The recall was missed. Use index.coding = float, or a higher index.recall"
              + " (docs/search.md)");
    }
  }
}
