/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.jspecify.annotations.Nullable;

/**
 * The items of a corpus that are evaluated: a pure function of catalogue and settings.
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
   * @throws ConfigurationException if the split has items but no query or no gallery, no item has
   *     the camera attribute, or coarse classes are missing or contradict one another
   */
  public static EvaluatedItems of(Catalogue catalogue, EvaluateSettings settings) {
    EvaluateSettings.Pools pools = settings.pools();
    Predicate<Item> isQuery = chosen(pools.query(), settings.split());
    Predicate<Item> isSearched = chosen(pools.gallery(), settings.split());
    Set<String> junkClasses = new HashSet<>(pools.junk());
    Set<String> distractorClasses = new HashSet<>(pools.distractors());
    int[] rows = new int[catalogue.size()];
    int[] queries = new int[catalogue.size()];
    int[] gallery = new int[catalogue.size()];
    int count = 0;
    int queryCount = 0;
    int galleryCount = 0;
    int junk = 0;
    int distractors = 0;
    for (int row = 0; row < catalogue.size(); row++) {
      Item item = catalogue.item(row);
      boolean distractor = distractorClasses.contains(item.className());
      boolean searched = isSearched.test(item);
      boolean query = isQuery.test(item) && !distractor;
      if (!query && !searched) {
        continue;
      }
      if (junkClasses.contains(item.className())) {
        junk++;
        continue;
      }
      distractors += distractor ? 1 : 0;
      if (query) {
        queries[queryCount++] = count;
      }
      if (searched) {
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
      int[] cameras = cameras(catalogue, rows, pools.camera());
      protocol = protocol.leavingOutSameCamera(at(cameras, queries), at(cameras, gallery));
    }
    RetrievalProtocol coarse = null;
    if (!pools.coarse().isBlank()) {
      int[] classes = coarse(catalogue, rows, pools.coarse());
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

  private static Predicate<Item> chosen(String written, Split split) {
    int equals = written.indexOf('=');
    if (equals > 0) {
      String attribute = written.substring(0, equals).strip();
      String value = written.substring(equals + 1).strip();
      return item -> item.split() == split && value.equals(item.attributes().get(attribute));
    }
    Split wanted = written.isBlank() ? split : Split.of(written);
    return item -> item.split() == wanted;
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

  private static int[] cameras(Catalogue catalogue, int[] rows, String attribute) {
    Map<String, Integer> known = new HashMap<>();
    int[] cameras = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      String camera = catalogue.item(rows[i]).attributes().get(attribute);
      cameras[i] = -1;
      if (camera != null) {
        known.putIfAbsent(camera, known.size());
        cameras[i] = known.getOrDefault(camera, -1);
      }
    }
    if (known.isEmpty()) {
      throw new ConfigurationException(
          EvaluateSettings.CAMERA,
          attribute,
          "no evaluated item has this attribute; name one that the import found");
    }
    return cameras;
  }

  private static int[] coarse(Catalogue catalogue, int[] rows, String attribute) {
    Map<String, Integer> known = new HashMap<>();
    Map<String, String> ofClass = new HashMap<>();
    int[] classes = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      Item item = catalogue.item(rows[i]);
      String coarse = item.attributes().get(attribute);
      if (coarse == null) {
        throw new ConfigurationException(
            EvaluateSettings.COARSE,
            attribute,
            "item '" + item.id() + "' does not have this attribute; every evaluated item needs it");
      }
      String before = ofClass.putIfAbsent(item.className(), coarse);
      if (before != null && !before.equals(coarse)) {
        throw new ConfigurationException(
            EvaluateSettings.COARSE,
            attribute,
            "items of class '"
                + item.className()
                + "' have both '"
                + before
                + "' and '"
                + coarse
                + "'; a class belongs to one coarse class");
      }
      known.putIfAbsent(coarse, known.size());
      classes[i] = known.getOrDefault(coarse, -1);
    }
    return classes;
  }
}
