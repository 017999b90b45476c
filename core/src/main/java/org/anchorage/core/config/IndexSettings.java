/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * How {@code index} makes an index, and when its log is long. Immutable.
 *
 * @param kind of search; default auto
 * @param recall share of the 10 nearest items that a search should find, over 0 and at most 1;
 *     default 0.99. A higher one looks into more lists and takes longer
 * @param coding how numbers are stored; default float
 * @param shardItems items of a shard, at least 1; default 1,000,000. A task holds the vectors of
 *     one in memory
 * @param pictures whether small pictures are kept; default auto
 * @param pictureSide pixels of a picture's longer side, 16 to 1024; default 128
 * @param logItems additions and deletions after which compaction is due, at least 1; default
 *     20,000. A longer log takes memory, and each search takes longer
 */
public record IndexSettings(
    Kind kind,
    double recall,
    Coding coding,
    int shardItems,
    Pictures pictures,
    int pictureSide,
    int logItems)
    implements Serializable {

  public static final Key KIND = Key.mayChange("index.kind");
  public static final Key RECALL = Key.mayChange("index.recall");
  public static final Key CODING = Key.mayChange("index.coding");
  public static final Key SHARD_ITEMS = Key.mayChange("index.shard-items");
  public static final Key PICTURES = Key.mayChange("index.pictures");
  public static final Key PICTURE_SIDE = Key.mayChange("index.picture-side");
  public static final Key LOG_ITEMS = Key.mayChange("index.log-items");

  /** Every key of this section. */
  static final List<Key> KEYS =
      List.of(KIND, RECALL, CODING, SHARD_ITEMS, PICTURES, PICTURE_SIDE, LOG_ITEMS);

  /** Up to this many items, {@link Kind#AUTO} is exact. */
  public static final int MOST_EXACT = 20_000;

  /** Up to this many items, {@link Pictures#AUTO} keeps pictures. */
  public static final int MOST_PICTURES = 200_000;

  /** How an index is searched. */
  public enum Kind {
    /** A query is compared with all items. */
    EXACT,
    /** A query is compared with the items of the nearest lists. */
    IVF,
    /** {@link #EXACT} up to {@value #MOST_EXACT} items, {@link #IVF} above. */
    AUTO
  }

  /** How numbers are stored. */
  public enum Coding {
    /** 4 bytes. */
    FLOAT,
    /** 2 bytes. */
    HALF,
    /** 1 byte. */
    INT8
  }

  /** Whether an index holds pictures of its items. */
  public enum Pictures {
    /** It does. */
    ALWAYS,
    /** It does not. */
    NONE,
    /** It does up to {@value #MOST_PICTURES} items. */
    AUTO
  }

  public IndexSettings {
    Bounds.portion(RECALL, recall);
    Bounds.atLeast(SHARD_ITEMS, shardItems, 1);
    Bounds.within(PICTURE_SIDE, pictureSide, 16, 1024);
    Bounds.atLeast(LOG_ITEMS, logItems, 1);
  }

  /** Returns whether an index of so many items is searched exactly. */
  public boolean isExact(long items) {
    return kind == Kind.EXACT || (kind == Kind.AUTO && items <= MOST_EXACT);
  }

  /** Returns the longer side of the pictures of so many items, in pixels; 0 for no pictures. */
  public int pictureSide(long items) {
    boolean kept =
        pictures == Pictures.ALWAYS || (pictures == Pictures.AUTO && items <= MOST_PICTURES);
    return kept ? pictureSide : 0;
  }

  static IndexSettings read(TypedValues value) {
    return new IndexSettings(
        value.choice(KIND, Kind.class),
        value.number(RECALL),
        value.choice(CODING, Coding.class),
        value.whole(SHARD_ITEMS),
        value.choice(PICTURES, Pictures.class),
        value.whole(PICTURE_SIDE),
        value.whole(LOG_ITEMS));
  }
}
