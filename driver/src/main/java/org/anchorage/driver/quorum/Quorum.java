/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

/** What the driver knows of the rounds that are being run, wherever it is asked. */
public interface Quorum {

  /** As many steps as there are. */
  int ALL = Integer.MAX_VALUE;

  /**
   * Returns how many steps a share may take at most. An answer below {@link #ALL} does not change.
   *
   * @throws Exception if the driver cannot be asked
   */
  int mostSteps(Share share) throws Exception;

  /**
   * Tells that a share is over.
   *
   * @throws Exception if the driver cannot be told
   */
  void ended(ShareEnd end) throws Exception;
}
