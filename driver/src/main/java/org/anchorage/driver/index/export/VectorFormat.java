/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.export;

import java.util.Locale;
import java.util.Optional;

/** How exported vectors lie in a file. Written in lower case. */
public enum VectorFormat {
  /** Parquet: {@code id, class, split, text, attributes, vector}. */
  PARQUET(".parquet"),
  /** CSV: {@code id, class, v0, v1, ...}. */
  CSV(".csv"),
  /** A float32 array of NumPy, with the ids beside it. */
  NPY(".npy"),
  /** A flat index of faiss for Euclidean distances, with the ids beside it. */
  FAISS(".faiss");

  private final String ending;

  VectorFormat(String ending) {
    this.ending = ending;
  }

  /** Returns how names of such files end, with the dot. */
  public String ending() {
    return ending;
  }

  /** Returns whether such a file holds no ids, so that they are listed beside it. */
  public boolean listsIds() {
    return this == NPY || this == FAISS;
  }

  /** Returns the format that a file's name tells, if it tells one. */
  public static Optional<VectorFormat> of(String name) {
    for (VectorFormat format : values()) {
      if (name.toLowerCase(Locale.ROOT).endsWith(format.ending)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
