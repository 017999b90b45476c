/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.ItemFacts;
import org.anchorage.core.corpus.Split;
import org.jspecify.annotations.Nullable;

/**
 * The items of a corpus that are evaluated: a pure function of catalogue, items and settings. Holds
 * ints alone, at most 16 bytes an item and those of the protocol.
 *
 * @param rows of the catalogue that are queries, searched or both, ascending; these are embedded
 * @param labels of the rows
 * @param queries the queries, as positions among the rows, ascending
 * @param gallery the items that are searched, as positions among the rows, ascending
 * @param junk number of items left out altogether because of their class
 * @param distractors number of items that are searched but, because of their class, are not queries
 * @param protocol over queries and gallery in that order
 * @param coarse the same over coarse classes; null if there are none
 */
public record EvaluatedItems(
    int[] rows,
    int[] labels,
    int[] queries,
    int[] gallery,
    int junk,
    int distractors,
    RetrievalProtocol protocol,
    @Nullable RetrievalProtocol coarse) {

  /**
   * Chooses the items.
   *
   * @param facts of the catalogue's items; asked only if the settings name attributes
   * @throws ConfigurationException if the split has items but no query or no gallery, no item has
   *     the camera attribute, or coarse classes are missing or contradict one another
   */
  public static EvaluatedItems of(Catalogue catalogue, ItemFacts facts, EvaluateSettings settings) {
    EvaluateSettings.Pools pools = settings.pools();
    int[] asked = chosen(catalogue, facts, pools.query(), settings.split());
    int[] searched = chosen(catalogue, facts, pools.gallery(), settings.split());
    boolean[] isJunk = named(catalogue, pools.junk());
    boolean[] isDistractor = named(catalogue, pools.distractors());
    int[] rows = new int[asked.length + searched.length];
    int[] queries = new int[asked.length];
    int[] gallery = new int[searched.length];
    int count = 0;
    int queryCount = 0;
    int galleryCount = 0;
    int junk = 0;
    int distractors = 0;
    for (int q = 0, g = 0; q < asked.length || g < searched.length; ) {
      int row = Math.min(at(asked, q), at(searched, g));
      int label = catalogue.label(row);
      boolean isSearched = row == at(searched, g);
      boolean isQuery = row == at(asked, q) && !isDistractor[label];
      q += row == at(asked, q) ? 1 : 0;
      g += isSearched ? 1 : 0;
      if (!isQuery && !isSearched) {
        continue;
      }
      if (isJunk[label]) {
        junk++;
        continue;
      }
      distractors += isDistractor[label] ? 1 : 0;
      if (isQuery) {
        queries[queryCount++] = count;
      }
      if (isSearched) {
        gallery[galleryCount++] = count;
      }
      rows[count++] = row;
    }
    boolean nothing = catalogue.rows(settings.split()).length == 0;
    refuseNone(EvaluateSettings.QUERY, pools.query(), queryCount, nothing);
    refuseNone(EvaluateSettings.GALLERY, pools.gallery(), galleryCount, nothing);
    rows = Arrays.copyOf(rows, count);
    queries = Arrays.copyOf(queries, queryCount);
    gallery = Arrays.copyOf(gallery, galleryCount);
    int[] labels = catalogue.labels(rows);
    RetrievalProtocol protocol =
        RetrievalProtocol.overlapping(
            own(queries, gallery), at(labels, queries), at(labels, gallery), settings.k());
    if (!pools.camera().isBlank() && count > 0) {
      int[] cameras = cameras(facts, rows, pools.camera());
      protocol = protocol.leavingOutSameCamera(at(cameras, queries), at(cameras, gallery));
    }
    RetrievalProtocol coarse = null;
    if (!pools.coarse().isBlank()) {
      int[] classes = coarse(catalogue, facts, rows, pools.coarse());
      coarse = protocol.coarse(at(classes, queries), at(classes, gallery));
    }
    return new EvaluatedItems(rows, labels, queries, gallery, junk, distractors, protocol, coarse);
  }

  /** Returns whether every row is a query and is searched. */
  public boolean isOnePool() {
    return queries.length == rows.length && gallery.length == rows.length;
  }

  private static void refuseNone(Key key, String written, int count, boolean nothing) {
    if (count == 0 && !nothing) {
      throw new ConfigurationException(
          key, written, "it matches none of the corpus's items; name a split or attribute=value");
    }
  }

  /** Returns the rows that a pool is made of, ascending. */
  private static int[] chosen(Catalogue catalogue, ItemFacts facts, String written, Split split) {
    int equals = written.indexOf('=');
    if (equals > 0) {
      String attribute = written.substring(0, equals).strip();
      return facts.rowsWith(split, attribute, written.substring(equals + 1).strip());
    }
    return catalogue.rows(written.isBlank() ? split : Split.of(written));
  }

  /** Returns which labels are those of the named classes. */
  private static boolean[] named(Catalogue catalogue, Collection<String> names) {
    Set<String> wanted = new HashSet<>(names);
    boolean[] named = new boolean[catalogue.classCount()];
    for (int label = 0; label < named.length; label++) {
      named[label] = wanted.contains(catalogue.className(label));
    }
    return named;
  }

  /** Returns the row at an index, or one beyond all rows after the last. */
  private static int at(int[] rows, int index) {
    return index < rows.length ? rows[index] : Integer.MAX_VALUE;
  }

  /** Returns where each query lies in the gallery, or -1; both ascend. */
  private static int[] own(int[] queries, int[] gallery) {
    return Arrays.stream(queries)
        .map(query -> Math.max(-1, Arrays.binarySearch(gallery, query)))
        .toArray();
  }

  private static int[] at(int[] values, int[] positions) {
    return Arrays.stream(positions).map(position -> values[position]).toArray();
  }

  private static int[] cameras(ItemFacts facts, int[] rows, String attribute) {
    ItemFacts.Values cameras = facts.values(attribute, rows);
    if (cameras.names().isEmpty()) {
      throw new ConfigurationException(
          EvaluateSettings.CAMERA,
          attribute,
          "no evaluated item has this attribute; name one that the import found");
    }
    return cameras.numbers();
  }

  private static int[] coarse(Catalogue catalogue, ItemFacts facts, int[] rows, String attribute) {
    ItemFacts.Values values = facts.values(attribute, rows);
    int[] ofLabel = new int[catalogue.classCount()];
    Arrays.fill(ofLabel, -1);
    for (int i = 0; i < rows.length; i++) {
      int coarse = values.numbers()[i];
      if (coarse < 0) {
        throw new ConfigurationException(
            EvaluateSettings.COARSE,
            attribute,
            "item '"
                + facts.idsOf(new int[] {rows[i]}).get(0)
                + "' does not have this attribute; every evaluated item needs it");
      }
      int label = catalogue.label(rows[i]);
      if (ofLabel[label] >= 0 && ofLabel[label] != coarse) {
        throw new ConfigurationException(
            EvaluateSettings.COARSE,
            attribute,
            "items of class '"
                + catalogue.className(label)
                + "' have both '"
                + values.names().get(ofLabel[label])
                + "' and '"
                + values.names().get(coarse)
                + "'; a class belongs to one coarse class");
      }
      ofLabel[label] = coarse;
    }
    return values.numbers();
  }
}
