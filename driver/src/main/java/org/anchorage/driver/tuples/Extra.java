/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.tuples;

/** Columns that an export has beside the ids. A trainer that takes every column wants none. */
public enum Extra {
  /** Cosines to the anchor. */
  SCORES,
  /** Names of the classes. */
  CLASSES
}
