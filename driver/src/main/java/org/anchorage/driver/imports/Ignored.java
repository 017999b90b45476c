/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

/**
 * Files that are not imported.
 *
 * @param files how many
 * @param why they are not
 * @param where the folder or the link that is to blame; empty if none is
 */
record Ignored(long files, Why why, String where) implements Entry {

  /** Why files are not imported. */
  enum Why {
    /** They are no images, or a system's own. */
    OTHER,
    /** They are images of no split, beside folders of splits. */
    LAYOUT,
    /** They are links that lead back to a folder above them. */
    LOOP,
    /** They are links that lead nowhere, and not by their names those of images. */
    NOWHERE
  }

  /** A file that is no image. */
  static Ignored file() {
    return new Ignored(1, Why.OTHER, "");
  }
}
