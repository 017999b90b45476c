/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;

/**
 * Vectors divided into lists, each around a centroid: an inverted file without compression (IVF
 * Flat; J&eacute;gou, Douze, Schmid 2011). A query looks into its nearest lists only ({@link
 * ListSearch}). {@link ListSplit} makes them of vectors, and {@link ListFile} writes them and opens
 * them again.
 *
 * <p>Rows count from 0; a row is the vector's number among those that the lists were made of. Lists
 * do not change: give a search the rows that are still there to leave others out.
 *
 * <p>Memory: {@link Coding#bytes} x dim a vector, filled up to blocks of 64 a list (in the heap, or
 * in a mapped file), 8 bytes a vector, and 8 dim + 16 bytes a list. Immutable and thread-safe,
 * except that {@link #close} must not run beside other calls.
 */
public final class InvertedLists implements AutoCloseable {

  private final ListTable table;
  private final Centroids centroids;
  private final Payload payload;
  private volatile boolean closed;

  InvertedLists(ListTable table, Vectors centroids, Payload payload) {
    this.table = table;
    this.centroids = new Centroids(centroids);
    this.payload = payload;
  }

  /** Returns how many vectors there are, at least 1. */
  public int count() {
    return table.rows().length;
  }

  /** Returns how many numbers a vector has. */
  public int dim() {
    return payload.dim();
  }

  /** Returns how many lists there are, at least 1. */
  public int lists() {
    return table.lists();
  }

  /** Returns how numbers are stored. */
  public Coding coding() {
    return payload.coding();
  }

  /** Returns the list of each row. */
  public int[] listsOfRows() {
    int[] lists = new int[count()];
    for (int list = 0; list < lists(); list++) {
      for (int place = table.starts()[list]; place < table.starts()[list + 1]; place++) {
        lists[table.rows()[place]] = list;
      }
    }
    return lists;
  }

  /**
   * Returns some vectors as they are stored, in the order given.
   *
   * @throws IllegalArgumentException if there is no such row
   * @throws IllegalStateException if the lists are closed
   */
  public Vectors vectors(int... rows) {
    requireOpen();
    float[] values = new float[Math.multiplyExact(rows.length, dim())];
    for (int i = 0; i < rows.length; i++) {
      Rows.requireRow(rows[i], count());
      int place = table.places()[rows[i]];
      int list = table.listOf(place);
      payload.vector(list, table.block(list, place), table.lane(list, place), values, i * dim());
    }
    return new Vectors(dim(), values);
  }

  /**
   * Returns the lists that queries probe, in the order of probing; it does not depend on how many
   * are asked for.
   *
   * @param most lists of each, at least 1
   * @return numbers of lists, and the squared distances of their centroids
   * @throws IllegalArgumentException as for {@link ListSearch#search(Vectors, int)}
   */
  public Neighbours order(Vectors queries, int most) {
    Neighbours order = Rows.none(queries, dim(), Math.min(most, lists()));
    ListScan scan = scan();
    for (int query = 0; query < queries.count(); query++) {
      scan.order(queries, query, order, query);
    }
    return order;
  }

  /**
   * Returns a search.
   *
   * @param probes lists that each query looks into, at least 1; all of them if there are fewer
   * @throws IllegalArgumentException if it is under 1
   */
  public ListSearch search(int probes) {
    return search(Probing.fixed(probes));
  }

  /**
   * Returns a search.
   *
   * @param probing which lists a query looks into; {@link Calibration} finds the one for a recall
   */
  public ListSearch search(Probing probing) {
    return new ListSearch(this, probing);
  }

  ListScan scan() {
    return new ListScan(table, centroids, payload);
  }

  ListTable table() {
    return table;
  }

  Vectors centroids() {
    return centroids.vectors();
  }

  Payload payload() {
    return payload;
  }

  /**
   * Refuses to look into lists that are closed.
   *
   * @throws IllegalStateException if they are
   */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "These lists are closed, and their file is not mapped any more; open the file again");
    }
  }

  /**
   * Ends the mapping of a file at once, so that the room of a deleted file is free. Lists in memory
   * need not be closed. Later searches are refused.
   *
   * <p>No search may run meanwhile: one that does would read memory that is gone, which ends the
   * JVM. The caller must know that all have ended.
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      payload.segments().close();
    }
  }
}
