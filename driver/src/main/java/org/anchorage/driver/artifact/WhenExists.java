/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

/** What happens if something already lies at the target of an artifact. */
public enum WhenExists {
  /** Nothing is written. */
  REFUSE,
  /**
   * It is replaced once the new artifact is complete. Only an artifact of the same kind or an empty
   * directory is replaced: a mistyped path must not cost anybody their data.
   */
  REPLACE
}
