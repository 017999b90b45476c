/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * How mining looks for neighbours. Immutable.
 *
 * @param kind of search; default auto
 * @param recall share of the exact neighbours of other classes that a search by cells should find,
 *     over 0 and at most 1; default 0.95. A higher one probes more cells and takes longer
 */
public record MineSearch(Kind kind, double recall) implements Serializable {

  public static final Key KIND = Key.fixed("mine.search");
  public static final Key RECALL = Key.fixed("mine.recall");

  /** Every key of this section. */
  static final List<Key> KEYS = List.of(KIND, RECALL);

  /** Up to this many images, {@link Kind#AUTO} is exact. Two cores take some three minutes. */
  public static final int MOST_EXACT = 250_000;

  /** How neighbours are sought. */
  public enum Kind {
    /** Each image is compared with all others. */
    EXACT,
    /** Each image is compared with those in its nearest cells of other classes. */
    CELLS,
    /** {@link #EXACT} up to {@value #MOST_EXACT} images, {@link #CELLS} above. */
    AUTO
  }

  public MineSearch {
    Bounds.within(RECALL, recall, 0.01, 1);
  }

  static MineSearch read(TypedValues value) {
    return new MineSearch(value.choice(KIND, Kind.class), value.number(RECALL));
  }

  /** Returns whether so many images are searched exactly. */
  public boolean isExact(int images) {
    return kind == Kind.EXACT || (kind == Kind.AUTO && images <= MOST_EXACT);
  }
}
