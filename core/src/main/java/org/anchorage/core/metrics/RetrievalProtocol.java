/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.config.EvaluateSettings.LoneQueries;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;

/**
 * The queries, the gallery, and the measures. Judges the neighbours of any block of queries, or the
 * ranks of the items they should find. The tallies of all blocks add up to the result.
 *
 * <p>Libraries differ, so these are the rules. A query is left out of its own results <em>by
 * index</em>, so a duplicate of it stays in. R is the number of <em>other</em> gallery items of the
 * query's class. A query with R = 0 is <em>lone</em>, and is counted (see {@link LoneQueries}).
 * Neighbours come nearest first, ties by index (see {@link Neighbours}).
 *
 * <p>Bad input is refused, never measured: a list that is too short for K or R, holds an item
 * twice, or holds the query itself.
 *
 * <p>Immutable and thread-safe. Holds about 12 bytes for each query and gallery item.
 */
public final class RetrievalProtocol implements Serializable {

  private static final long serialVersionUID = 2;

  private final int[] queryLabels;
  private final int[] galleryLabels;
  private final ClassIndex classes;
  private final ClassIndex identities;
  private final LeftOut leftOut;
  private final int[] sameCamera;
  private final int[] relevant;
  private final int[] ks;
  private final Depth depth;

  private RetrievalProtocol(
      int[] queryLabels,
      int[] galleryLabels,
      ClassIndex classes,
      ClassIndex identities,
      LeftOut leftOut,
      int[] ks,
      Depth depth) {
    this.queryLabels = queryLabels;
    this.galleryLabels = galleryLabels;
    this.classes = classes;
    this.identities = identities;
    this.leftOut = leftOut;
    this.ks = ks;
    this.depth = depth;
    this.sameCamera = leftOut.sameCamera(identities);
    this.relevant = new int[queryLabels.length];
    for (int query = 0; query < relevant.length; query++) {
      int itself = leftOut.own(query) < 0 ? 0 : 1;
      relevant[query] = classes.of(queryLabels[query]).length - itself - sameCamera[query];
    }
  }

  private static RetrievalProtocol of(
      int[] queryLabels, int[] galleryLabels, int[] own, List<Integer> ks) {
    if (ks.isEmpty()) {
      throw new IllegalArgumentException("No K to measure recall at; name at least one, e.g. 1");
    }
    for (int i = 0; i < ks.size(); i++) {
      if (ks.get(i) < 1 || (i > 0 && ks.get(i) <= ks.get(i - 1))) {
        throw new IllegalArgumentException(
            "Cannot measure recall at K = " + ks + "; each must be over the one before, from 1 up");
      }
    }
    ClassIndex classes = new ClassIndex(galleryLabels);
    return new RetrievalProtocol(
        queryLabels,
        galleryLabels,
        classes,
        classes,
        new LeftOut(own),
        ks.stream().mapToInt(Integer::intValue).toArray(),
        Depth.R);
  }

  /**
   * Every item is a query, and is searched among all others.
   *
   * @param labels of the items; kept, not copied
   * @param ks the K of Recall@K, ascending
   */
  public static RetrievalProtocol onePool(int[] labels, List<Integer> ks) {
    return of(labels, labels, IntStream.range(0, labels.length).toArray(), ks);
  }

  /**
   * The first items of the gallery are the queries, and each is searched among all others.
   *
   * @param queries how many of them
   * @param galleryLabels of the items; kept, not copied
   * @param ks the K of Recall@K, ascending
   * @throws IllegalArgumentException if the gallery is smaller than that
   */
  public static RetrievalProtocol firstOf(int queries, int[] galleryLabels, List<Integer> ks) {
    if (queries < 0 || queries > galleryLabels.length) {
      throw new IllegalArgumentException(
          "The first "
              + queries
              + " of a gallery of "
              + galleryLabels.length
              + " cannot be the queries; name at most as many as it holds");
    }
    int[] own = IntStream.range(0, queries).toArray();
    return of(Arrays.copyOf(galleryLabels, queries), galleryLabels, own, ks);
  }

  /**
   * The queries are no items of the gallery, as in In-shop.
   *
   * @param queryLabels of the queries; kept, not copied
   * @param galleryLabels of the gallery; kept, not copied
   * @param ks the K of Recall@K, ascending
   */
  public static RetrievalProtocol separate(
      int[] queryLabels, int[] galleryLabels, List<Integer> ks) {
    int[] own = new int[queryLabels.length];
    Arrays.fill(own, -1);
    return of(queryLabels, galleryLabels, own, ks);
  }

  /**
   * Some queries are items of the gallery, anywhere in it. Each of those is searched among all
   * other items.
   *
   * @param own the gallery index of each query, or -1 if it is not in the gallery; kept
   * @param queryLabels of the queries; kept, not copied
   * @param galleryLabels of the gallery; kept, not copied
   * @param ks the K of Recall@K, ascending
   * @throws IllegalArgumentException if indices and labels are not equally many, or a query has
   *     another class than its own item of the gallery
   */
  public static RetrievalProtocol overlapping(
      int[] own, int[] queryLabels, int[] galleryLabels, List<Integer> ks) {
    same("gallery indices", own.length, "queries", queryLabels.length);
    for (int query = 0; query < own.length; query++) {
      if (own[query] >= 0 && galleryLabels[own[query]] != queryLabels[query]) {
        throw new IllegalArgumentException(
            "Query "
                + query
                + " has class "
                + queryLabels[query]
                + ", but as item "
                + own[query]
                + " of the gallery "
                + galleryLabels[own[query]]
                + "; one item has one class");
      }
    }
    return of(queryLabels, galleryLabels, own, ks);
  }

  /**
   * Returns this protocol with Market-1501's rule: other images of a query's class by its own
   * camera are left out of its ranking, neither right nor wrong (Zheng et al. 2015).
   *
   * @param queryCameras of each query; negative if unknown, and then equal to no other
   * @param galleryCameras of each item of the gallery, the same
   * @throws IllegalArgumentException if there is not one for each query and item
   */
  public RetrievalProtocol leavingOutSameCamera(int[] queryCameras, int[] galleryCameras) {
    same("cameras", queryCameras.length, "queries", queryLabels.length);
    same("cameras", galleryCameras.length, "items", galleryLabels.length);
    LeftOut more =
        leftOut.withSameCamera(
            new LeftOut.Sightings(queryLabels, queryCameras),
            new LeftOut.Sightings(galleryLabels, galleryCameras));
    return new RetrievalProtocol(queryLabels, galleryLabels, classes, identities, more, ks, depth);
  }

  /**
   * Returns the protocol that counts an item as found where its coarse class is the query's. It
   * leaves out what this one does, and measures recall and precision at K only.
   *
   * @param queryLabels coarse class of each query; kept, not copied
   * @param galleryLabels coarse class of each item of the gallery; kept, not copied
   * @throws IllegalArgumentException if there is not one for each query and item
   */
  public RetrievalProtocol coarse(int[] queryLabels, int[] galleryLabels) {
    same("coarse classes", queryLabels.length, "queries", this.queryLabels.length);
    same("coarse classes", galleryLabels.length, "items", this.galleryLabels.length);
    ClassIndex coarse = new ClassIndex(galleryLabels);
    return new RetrievalProtocol(
        queryLabels, galleryLabels, coarse, identities, leftOut, ks, Depth.K);
  }

  private static void same(String what, int count, String of, int expected) {
    if (count != expected) {
      throw new IllegalArgumentException(
          count + " " + what + " do not describe " + expected + " " + of + "; pass one for each");
    }
  }

  /** Returns the number of queries, lone ones included. */
  public int queries() {
    return queryLabels.length;
  }

  /** Returns whether there are queries, and each is lone. */
  public boolean isLone() {
    return queries() > 0 && Arrays.stream(relevant).allMatch(items -> items == 0);
  }

  /** Returns the number of items that are searched. */
  public int gallery() {
    return galleryLabels.length;
  }

  /**
   * Returns how many neighbours of each query must be known: the largest K, or a query's R if it is
   * larger, plus the items that its camera leaves out; the most of any query. With fewer,
   * R-precision and MAP@R would be wrong.
   */
  public int neededK() {
    return IntStream.range(0, queries())
        .map(query -> depthOf(query) + sameCamera[query])
        .reduce(ks[ks.length - 1], Math::max);
  }

  private int depthOf(int query) {
    int most = ks[ks.length - 1];
    return depth == Depth.K ? most : Math.max(most, relevant[query]);
  }

  /** Returns the gallery index of a query, or -1 if it is not in the gallery. */
  public int own(int query) {
    return leftOut.own(query);
  }

  /** Returns the gallery indices of the items that a query should find, ascending. */
  public int[] relevant(int query) {
    int[] items = classes.of(queryLabels[query]);
    return Arrays.stream(items).filter(item -> !leftOut.test(query, item)).toArray();
  }

  /** Returns the gallery indices that are no answer to a query, itself included, ascending. */
  public int[] leftOut(int query) {
    return leftOut.of(query, identities);
  }

  /**
   * Judges the neighbours of a block of queries. MAP and MRR, which look at the whole gallery, are
   * not measured.
   *
   * @param from the query that the first row of neighbours belongs to
   * @param neighbours at least {@link #neededK} of each query, indices into the gallery
   * @throws IllegalArgumentException if there are more rows than queries from there on, too few
   *     neighbours for K or for a query's R, or if a query's list holds itself, an item twice, an
   *     index outside the gallery, or fewer items than could be found
   */
  public RetrievalTally tally(int from, Neighbours neighbours) {
    return new Judge(this, ks, depth).tally(from, neighbours);
  }

  /**
   * Judges the full rankings of a block of queries, given the ranks of the items they should find.
   * Measures MAP and MRR as well.
   *
   * @param from the query that the first ranks belong to
   * @param ranks of {@link #relevant} in the gallery without {@link #leftOut}
   * @throws IllegalArgumentException if there are more rows than queries from there on, or a query
   *     does not have R ranks
   */
  public RetrievalTally tally(int from, Ranks ranks) {
    return new Judge(this, ks, Depth.WHOLE).tally(from, ranks);
  }

  /** Returns the class of a query. */
  int label(int query) {
    return queryLabels[query];
  }

  /** Returns R. */
  int relevantCount(int query) {
    return relevant[query];
  }

  /** Returns how many other items a query's camera leaves out. */
  int sameCameraCount(int query) {
    return sameCamera[query];
  }

  /** Returns whether a query's camera leaves out an item. */
  boolean isSameCamera(int query, int item) {
    return leftOut.sameCamera(query, item);
  }

  /** Returns whether an item is no answer to a query. */
  boolean isLeftOut(int query, int item) {
    return leftOut.test(query, item);
  }

  /** Returns whether an item is of a query's class. */
  boolean isOfClass(int query, int item) {
    return galleryLabels[item] == queryLabels[query];
  }
}
