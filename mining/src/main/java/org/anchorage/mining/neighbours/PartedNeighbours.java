/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;

/**
 * Exact neighbours in a base that is read part by part, in bounded memory. Each search prepares one
 * part after another ({@link ExactNeighbours}), and merges the nearest of the parts by (distance,
 * index). A distance does not depend on what is computed beside it, so the result is that of a
 * search in all of the base, to the bit.
 *
 * <p>Cost: a search reads and prepares all of the base, which takes as long as comparing it with
 * some 500 queries. {@link #ranks} also reads the wanted vectors, before the parts. Memory: see
 * {@link PartSize}. Thread-safe if the source is.
 */
final class PartedNeighbours implements NeighbourSearch {

  private final VectorSource base;
  private final int rows;
  private volatile boolean closed;

  /** See {@link SearchKind#prepare(VectorSource, int)}. */
  PartedNeighbours(VectorSource base, int rows) {
    Requests.requireVectors(base.count());
    if (rows < 1) {
      throw new IllegalArgumentException(
          "A part of a base cannot have " + rows + " vectors; it needs at least 1");
    }
    this.base = base;
    this.rows = rows;
  }

  @Override
  public int count() {
    return base.count();
  }

  @Override
  public int dim() {
    return base.dim();
  }

  @Override
  public boolean exact() {
    return true;
  }

  @Override
  public Neighbours search(Vectors queries, Filter filter, int k) {
    return search(queries, List.of(new Wanted.Admitted(k, filter))).get(0);
  }

  @Override
  public List<Neighbours> searchSelf(int from, int to, List<? extends Wanted> wanted) {
    Requests.requireRows(from, to, base.count());
    return search(base.read(from, to), wanted.stream().map(one -> ofBase(one, from)).toList());
  }

  /** Takes queries from 0 for the rows of the base, and leaves each out of its own neighbours. */
  private static Wanted ofBase(Wanted wanted, int from) {
    if (wanted instanceof Wanted.Listed listed) {
      return new Wanted.Listed(
          listed.k(),
          query ->
              Arrays.stream(listed.items().apply(from + query))
                  .filter(item -> item != from + query)
                  .toArray());
    }
    Filter filter = filter(wanted);
    return new Wanted.Admitted(
        wanted.k(), (query, index) -> from + query != index && filter.admits(from + query, index));
  }

  private static Filter filter(Wanted wanted) {
    return wanted instanceof Wanted.Admitted admitted ? admitted.filter() : Filter.all();
  }

  @Override
  public List<Neighbours> search(Vectors queries, List<? extends Wanted> wanted) {
    Requests.requireDim(queries, base.dim());
    List<NearestSoFar> found =
        wanted.stream().map(one -> new NearestSoFar(queries.count(), one.k())).toList();
    forEachPart(
        (part, first) -> {
          List<Neighbours> inPart =
              part.search(
                  queries, wanted.stream().map(one -> ofPart(one, first, part.count())).toList());
          for (int i = 0; i < inPart.size(); i++) {
            found.get(i).add(inPart.get(i), first);
          }
        });
    return found.stream().map(NearestSoFar::neighbours).toList();
  }

  /** Takes indices from 0 for the vectors of a part. */
  private static Wanted ofPart(Wanted wanted, int first, int count) {
    if (wanted instanceof Wanted.Listed listed) {
      return new Wanted.Listed(
          listed.k(), query -> within(listed.items().apply(query), first, count));
    }
    Filter filter = filter(wanted);
    return new Wanted.Admitted(wanted.k(), (query, index) -> filter.admits(query, first + index));
  }

  private static int[] within(int[] items, int first, int count) {
    return Arrays.stream(items)
        .filter(item -> item >= first && item - first < count)
        .map(item -> item - first)
        .toArray();
  }

  @Override
  public Ranks ranks(Vectors queries, IntFunction<int[]> wanted, IntFunction<int[]> leftOut) {
    Requests.requireDim(queries, base.dim());
    requireOpen();
    long[][] places = new WantedPlaces(base, rows).measure(queries, wanted);
    int[][] counts = new int[places.length][];
    Arrays.setAll(counts, query -> new int[places[query].length + 1]);
    forEachPart(
        (part, first) ->
            part.count(
                queries,
                first,
                query -> places[query],
                leftOut,
                (query, inPart) ->
                    Arrays.setAll(counts[query], i -> counts[query][i] + inPart[i])));
    return RankCounts.ranks(counts);
  }

  @FunctionalInterface
  private interface PartTask {
    void run(ExactNeighbours part, int first);
  }

  private void forEachPart(PartTask task) {
    int count = base.count();
    for (int first = 0; first < count; first += Math.min(rows, count - first)) {
      requireOpen();
      try (ExactNeighbours part = prepare(first, first + Math.min(rows, count - first))) {
        task.run(part, first);
      }
    }
  }

  private ExactNeighbours prepare(int from, int to) {
    Vectors part = base.read(from, to);
    try {
      return new ExactNeighbours(part);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Rows " + from + " to " + to + " of the base, counted from 0: " + e.getMessage(), e);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "The base is closed; search before close(), or prepare the base again");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
