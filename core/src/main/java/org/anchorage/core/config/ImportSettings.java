/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.ImageSettings.Orientation;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * What an import tolerates, and which classes it holds out. Immutable.
 *
 * @param maxBad share of images that may be bad before the import fails, 0 to 1; default 0.01
 * @param maxPixels an image with more pixels is left out without being decoded, at least 1; default
 *     100,000,000
 * @param testClasses share of classes held out as split {@code test} if the source names none, 0 to
 *     below 1; default 0
 * @param shardBytes bytes of a shard, as listed before decoding, at least 1; default 256 MiB
 * @param duplicates what happens to images with the bytes of another; default keep
 * @param columns of tables and records; default the usual ones
 * @param orientation whether the width and height of a photograph are those of it upright; default
 *     {@link Orientation#AUTO}, which means that they are
 */
public record ImportSettings(
    double maxBad,
    long maxPixels,
    double testClasses,
    long shardBytes,
    Duplicates duplicates,
    ImportColumns columns,
    Orientation orientation)
    implements Serializable {

  public static final Key MAX_BAD = Key.fixed("import.max-bad");
  public static final Key MAX_PIXELS = Key.fixed("import.max-pixels");
  public static final Key TEST_CLASSES = Key.fixed("import.test-classes");
  public static final Key SHARD_BYTES = Key.fixed("import.shard-bytes");

  public static final Key DUPLICATES = Key.fixed("import.duplicates");

  /** What happens to images that have the bytes of another. They are listed in any case. */
  public enum Duplicates {
    /** All are imported. */
    KEEP,
    /** The first in the corpus's order is imported: by split, class and id. */
    DROP_LATER,
    /** All are imported, but nothing is if two of them are in different classes. */
    REFUSE_CONFLICTS
  }

  /** Every key of this section. */
  static final List<Key> KEYS =
      List.of(
          MAX_BAD,
          MAX_PIXELS,
          TEST_CLASSES,
          SHARD_BYTES,
          DUPLICATES,
          ImportColumns.IMAGE,
          ImportColumns.LABEL,
          ImportColumns.SPLIT,
          ImportColumns.ID);

  public ImportSettings {
    Bounds.within(MAX_BAD, maxBad, 0, 1);
    Bounds.atLeast(MAX_PIXELS, maxPixels, 1);
    Bounds.share(TEST_CLASSES, testClasses);
    Bounds.atLeast(SHARD_BYTES, shardBytes, 1);
  }

  /** Creates settings that keep duplicates and turn photographs upright, with the usual columns. */
  public ImportSettings(double maxBad, long maxPixels, double testClasses, long shardBytes) {
    this(
        maxBad,
        maxPixels,
        testClasses,
        shardBytes,
        Duplicates.KEEP,
        ImportColumns.USUAL,
        Orientation.AUTO);
  }

  /** Returns the same settings with another treatment of duplicates. */
  public ImportSettings with(Duplicates other) {
    return new ImportSettings(
        maxBad, maxPixels, testClasses, shardBytes, other, columns, orientation);
  }

  static ImportSettings read(TypedValues value) {
    return new ImportSettings(
        value.number(MAX_BAD),
        value.wholeLong(MAX_PIXELS),
        value.number(TEST_CLASSES),
        value.wholeLong(SHARD_BYTES),
        value.choice(DUPLICATES, Duplicates.class),
        ImportColumns.read(value),
        value.choice(ImageSettings.ORIENTATION, Orientation.class));
  }
}
