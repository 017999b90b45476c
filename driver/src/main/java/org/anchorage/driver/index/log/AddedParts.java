/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.index.part.MemoryPart;
import org.anchorage.mining.lists.Coding;
import org.jspecify.annotations.Nullable;

/**
 * Makes parts in memory of items that were added. Their vectors are coded as those of the base are,
 * as far as a vector by itself can be: halves are halves, and {@code int8} needs the ranges of a
 * list, so these stay floats until the next compaction.
 *
 * <p>Memory: the items, and their vectors once; pictures stay in the batches. Not thread-safe.
 */
final class AddedParts {

  /** A part with as many rows gets no further ones, so that taking up a little stays quick. */
  static final int FULL = 2048;

  private final BatchFiles batches;
  private @Nullable MemoryPart last;
  private Change.Stretch[] lastPictures = new Change.Stretch[0];

  /** Makes none yet; pictures are read from batches. */
  AddedParts(BatchFiles batches) {
    this.batches = batches;
  }

  /**
   * Appends items to parts: behind the rows of the last part that are there, if that part was made
   * here and is not full, and as a part of their own otherwise.
   *
   * @param parts are changed
   * @param added at least one
   * @param coding of the index
   */
  void append(List<LivePart> parts, List<Change.Added> added, String coding) {
    int dim = added.get(0).vector().length;
    List<IndexedItem> items = new ArrayList<>();
    List<Change.Stretch> pictures = new ArrayList<>();
    Vectors before = takeLast(parts, items, pictures, dim);
    int kept = items.size();
    float[] values = new float[Math.multiplyExact(dim, kept + added.size())];
    System.arraycopy(before.values(), 0, values, 0, kept * dim);
    for (int i = 0; i < added.size(); i++) {
      items.add(added.get(i).item());
      pictures.add(added.get(i).picture());
      System.arraycopy(added.get(i).vector(), 0, values, (kept + i) * dim, dim);
    }
    parts.add(LivePart.whole(part(List.copyOf(items), new Vectors(dim, values), pictures, coding)));
  }

  /** Takes the last part away if more fits into it, and gives its rows that are there. */
  private Vectors takeLast(
      List<LivePart> parts, List<IndexedItem> items, List<Change.Stretch> pictures, int dim) {
    int end = parts.size() - 1;
    if (end < 0 || parts.get(end).part() != last || lastPictures.length >= FULL) {
      return new Vectors(dim, new float[0]);
    }
    LivePart tail = parts.remove(end);
    int[] rows = tail.live().rows();
    for (int row : rows) {
      items.add(tail.part().item(row));
      pictures.add(lastPictures[row]);
    }
    return rows.length == 0 ? new Vectors(dim, new float[0]) : tail.part().vectors(rows);
  }

  private MemoryPart part(
      List<IndexedItem> items, Vectors vectors, List<Change.Stretch> pictures, String coding) {
    Change.Stretch[] places = pictures.toArray(Change.Stretch[]::new);
    MemoryPart part =
        MemoryPart.of(
            items,
            vectors,
            row -> batches.picture(places[row]).orElse(null),
            coding.equals("half") ? Coding.HALF : Coding.FLOAT);
    last = part;
    lastPictures = places;
    return part;
  }
}
