/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

/** What the driver knows about running rounds; executors ask it by messages. */
public interface Quorum {

  /** All steps of a share. */
  int ALL = Integer.MAX_VALUE;

  /**
   * Returns how many steps a share may take at most. An answer below {@link #ALL} does not change.
   *
   * @throws Exception if the driver cannot be asked
   */
  int mostSteps(Share share) throws Exception;

  /**
   * Reports that a share has ended.
   *
   * @throws Exception if the report cannot be sent
   */
  void reportEnd(ShareEnd end) throws Exception;
}
