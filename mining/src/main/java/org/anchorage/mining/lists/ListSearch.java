/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.Filter;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.Requests;
import org.anchorage.mining.neighbours.Wanted;

/**
 * Searches inverted lists. A query looks into the lists whose centroids are nearest. Among their
 * vectors the search is exact: distances are {@link Vectors#squaredDistance}, rounded to the
 * nearest float, of the query and the stored vector, ties by row. If every list is probed, the
 * result is that of an exact search among the stored vectors, to the bit.
 *
 * <p>There are always k neighbours if as many vectors are admitted, because further lists are
 * probed until k are found. With a {@link RowSet} that leaves out vectors which would be
 * neighbours, or more than a tenth of those around a query, lists are probed until they are out of
 * the reach of filtered queries ({@link Probing}); without a reach, until as many vectors of the
 * set were compared as the lists hold. So recall does not fall as the set shrinks. If the set is so
 * small that this would cost more than to measure all of it, that is done, and the result is exact.
 * With a {@link Filter}, whose number of vectors is not known, further lists are probed only until
 * k are found.
 *
 * <p>Cost of a query: dim x (lists + vectors of the probed lists) operations, less what is left
 * early; no arrays of ND4J. A thread that searches keeps 260 dim + 8 bytes a list for the next one.
 *
 * <p>Thread-safe: any number of threads may search at once.
 */
public final class ListSearch implements NeighbourSearch {

  private final InvertedLists lists;
  private final Probing probing;
  private final Queue<ListScan> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  ListSearch(InvertedLists lists, Probing probing) {
    this.lists = lists;
    this.probing = new Probing(Math.min(probing.most(), lists.lists()), probing.reach());
  }

  /** Returns which lists a query without a filter looks into. */
  public Probing probing() {
    return probing;
  }

  @Override
  public int count() {
    return lists.count();
  }

  @Override
  public int dim() {
    return lists.dim();
  }

  @Override
  public boolean exact() {
    return false;
  }

  /**
   * Returns the nearest neighbours of one vector.
   *
   * @param query of the lists' dim; kept until the search ends, not copied
   * @throws IllegalArgumentException as for {@link #search(Vectors, int)}
   */
  public Neighbours nearest(float[] query, int k) {
    return search(one(query), k);
  }

  /**
   * Returns the nearest neighbours of one vector among some rows.
   *
   * @throws IllegalArgumentException as for {@link #search(Vectors, RowSet, int)}
   */
  public Neighbours nearest(float[] query, RowSet allowed, int k) {
    return search(one(query), allowed, k);
  }

  private Vectors one(float[] query) {
    return new Vectors(query.length == 0 ? 1 : query.length, query);
  }

  @Override
  public Neighbours search(Vectors queries, int k) {
    return probe(queries, k, query -> Admission.all(), count());
  }

  @Override
  public Neighbours search(Vectors queries, Filter filter, int k) {
    return probe(queries, k, query -> Admission.of(filter, query), count());
  }

  /**
   * Returns the nearest neighbours among some rows.
   *
   * @param allowed the rows that may be found
   * @throws IllegalArgumentException as for {@link #search(Vectors, int)}, or if the set is of
   *     another number of rows than there are vectors
   */
  public Neighbours search(Vectors queries, RowSet allowed, int k) {
    if (allowed.size() != count()) {
      throw new IllegalArgumentException(
          "A set among "
              + allowed.size()
              + " rows cannot filter "
              + count()
              + " vectors; make it for these vectors");
    }
    if (few(allowed.count())) {
      int[] rows = allowed.rows();
      return measure(queries, k, query -> rows);
    }
    Admission admission = allowed.admission(lists.table(), queries.count());
    return probe(queries, k, query -> admission, allowed.count());
  }

  /**
   * Returns whether measuring so many vectors costs less than probing. A vector that lies alone
   * costs about half as much as a block, because its numbers are scattered over one. A reach spares
   * about three quarters of the probing.
   */
  private boolean few(int matches) {
    int blocks = lists.table().blocks();
    double share = (double) matches / count();
    return matches
        <= (probing.stopsEarly() ? 0.5 : 2)
            * Math.min(blocks, (double) probing.most() * blocks / lists.lists() / share);
  }

  @Override
  public List<Neighbours> search(Vectors queries, List<? extends Wanted> wanted) {
    return wanted.stream().map(one -> search(queries, 0, one, Filter.all())).toList();
  }

  @Override
  public List<Neighbours> searchSelf(int from, int to, List<? extends Wanted> wanted) {
    requireOpen();
    Requests.requireRows(from, to, count());
    wanted.forEach(one -> Requests.requirePlaces(to - from, one.k()));
    Vectors queries = lists.vectors(IntStream.range(from, to).toArray());
    return wanted.stream()
        .map(one -> search(queries, from, one, (query, index) -> query != index))
        .toList();
  }

  /** Queries are numbered from {@code first} on when filters and lists are asked. */
  private Neighbours search(Vectors queries, int first, Wanted wanted, Filter others) {
    if (wanted instanceof Wanted.Listed listed) {
      return measure(
          queries,
          listed.k(),
          query ->
              Arrays.stream(listed.items().apply(first + query))
                  .filter(row -> others.admits(first + query, row))
                  .toArray());
    }
    Filter filter = ((Wanted.Admitted) wanted).filter();
    return search(
        queries,
        (query, row) -> others.admits(first + query, row) && filter.admits(first + query, row),
        wanted.k());
  }

  private Neighbours probe(Vectors queries, int k, IntFunction<Admission> admission, int matches) {
    return each(
        queries,
        k,
        (scan, query, into) ->
            scan.probe(queries, query, probing, admission.apply(query), matches, into, query));
  }

  private Neighbours measure(Vectors queries, int k, IntFunction<int[]> rows) {
    return each(
        queries,
        k,
        (scan, query, into) -> scan.measure(queries, query, rows.apply(query), into, query));
  }

  @FunctionalInterface
  private interface QuerySearch {
    void find(ListScan scan, int query, Neighbours into);
  }

  private Neighbours each(Vectors queries, int k, QuerySearch search) {
    requireOpen();
    lists.requireOpen();
    Neighbours found = Rows.none(queries, dim(), k);
    ListScan scan = idle.poll();
    if (scan == null) {
      scan = lists.scan();
    }
    for (int query = 0; query < queries.count(); query++) {
      search.find(scan, query, found);
    }
    idle.add(scan);
    return found;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The search is closed; make another one of the lists");
    }
  }

  /** Ends the search; the lists stay as they are. */
  @Override
  public void close() {
    closed = true;
    idle.clear();
  }
}
