/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

/** What becomes of something that already lies where an artifact is to be written. */
public enum WhenExists {
  /** It stays, and nothing is written. */
  REFUSE,
  /**
   * It makes room, once the new artifact is complete. Only an artifact of the same kind, or an
   * empty directory, is replaced: a mistyped path must not cost anybody their data.
   */
  REPLACE
}
