/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.index.Effort;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.mining.lists.RowSet;

/**
 * Items that are searched together: a shard of an index, or what was added to it. Rows count from
 * 0. A part never changes; a {@link LivePart} says which of its rows are still there.
 *
 * <p>Thread-safe, except that {@link #close} must not run beside other calls.
 */
public interface IndexPart extends AutoCloseable {

  /** Returns how many rows there are, at least 1. */
  int count();

  /** Returns how many floats a vector has. */
  int dim();

  /**
   * Returns the nearest rows to a vector, ties by row.
   *
   * @param k at least 1
   * @param allowed rows that may be found, of {@link #count} rows
   * @return squared distances to the stored vectors, as {@link Vectors#squaredDistance}, rounded to
   *     floats; k of them if as many rows are allowed
   * @throws IllegalArgumentException if the vector has another length or is not finite
   */
  Neighbours nearest(float[] query, int k, RowSet allowed, Effort effort);

  /** Returns how many lists there are. */
  int lists();

  /** Returns how many lists a query looks into. */
  int probes(Effort effort);

  /** Returns the rows whose items a filter admits. */
  RowSet matching(ItemFilter where);

  /** Returns the names of the attributes that items have. */
  SortedSet<String> names();

  /** Returns the item of a row. */
  IndexedItem item(int row);

  /** Returns the id of a row's item, which takes less time than the item. */
  String id(int row);

  /** Returns the row of an id. */
  OptionalInt row(String id);

  /** Returns the vectors of some rows as they are stored, in the order given. */
  Vectors vectors(int... rows);

  /** Returns the picture of a row, a JPEG, if it has one. */
  Optional<byte[]> picture(int row);

  /**
   * Counts the values that a name has in some rows.
   *
   * @param name {@code class}, {@code split} or an attribute's
   * @param rows of {@link #count} rows
   */
  ValueRun count(String name, RowSet rows);

  @Override
  void close();
}
