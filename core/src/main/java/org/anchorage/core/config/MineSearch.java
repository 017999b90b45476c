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
 * @param refresh share of the images whose negatives a pass seeks anew, 0.01 to 1; default 1. The
 *     others keep those of the table before. A smaller share takes less time, and leaves negatives
 *     of networks up to 1 / refresh passes old
 */
public record MineSearch(Kind kind, double recall, double refresh) implements Serializable {

  public static final Key KIND = Key.fixed("mine.search");
  public static final Key RECALL = Key.fixed("mine.recall");

  public static final Key REFRESH = Key.fixed("mine.refresh");

  /** Every key of this section. */
  static final List<Key> KEYS = List.of(KIND, RECALL, REFRESH);

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
    Bounds.within(REFRESH, refresh, 0.01, 1);
  }

  static MineSearch read(TypedValues value) {
    return new MineSearch(
        value.choice(KIND, Kind.class), value.number(RECALL), value.number(REFRESH));
  }

  /** Returns after how many passes the negatives of every image were sought anew. */
  public int cycles() {
    // A share such as 0.1 is a little more or less than a tenth.
    return (int) Math.ceil(1 / refresh - 1e-9);
  }

  /** Returns whether so many images are searched exactly. */
  public boolean isExact(int images) {
    return kind == Kind.EXACT || (kind == Kind.AUTO && images <= MOST_EXACT);
  }
}
