/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The images of one step, complete: P classes x K images, the K of one class side by side. For
 * pairs, rows 2i and 2i + 1 are one pair; for tuples, the K of one tuple are side by side, in the
 * order of the list. Immutable as long as nobody writes into the array.
 *
 * @param rows P x K rows of the catalogue; kept, not copied, and not to be changed
 */
public record Batch(int[] rows) implements Serializable {

  /** Returns the number of images: P x K. */
  public int size() {
    return rows.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Batch batch && Arrays.equals(rows, batch.rows);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows);
  }

  @Override
  public String toString() {
    return Arrays.toString(rows);
  }
}
