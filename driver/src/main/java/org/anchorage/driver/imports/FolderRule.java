/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import org.anchorage.core.corpus.Split;
import org.jspecify.annotations.Nullable;

/**
 * How the paths of a group name classes and splits.
 *
 * @param wrapping folders around all images that are left out of class names
 * @param split of all images; null if folders name it
 * @param names how the paths are written
 */
record FolderRule(Wrapping wrapping, @Nullable Split split, ImagePath.Names names)
    implements Serializable {

  /** How many folders around all images are left out of class names. */
  enum Wrapping {
    /** None, if none holds splits: the user named the folder above the classes. */
    KEPT(0),
    /** One at most: the archive's own name. */
    ONE_STRIPPED(1),
    /** All: archives may wrap their folders several times. */
    STRIPPED(Integer.MAX_VALUE);

    private final int most;

    Wrapping(int most) {
      this.most = most;
    }

    int most() {
      return most;
    }
  }
}
