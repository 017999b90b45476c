/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Split;

/**
 * Tuples that a user lists to train on: anchor and positive, or anchor, positive and negative. A
 * tuple decides which images meet. Labels decide what a loss compares in a batch, as with every
 * sampler: an image's positives are all other images of its class, the listed one among them. A
 * tuple that contradicts the labels is refused.
 *
 * <p>Tuples are sorted by their rows, whatever the order of the list. Immutable as long as nobody
 * writes into the array, which is kept and not copied.
 *
 * @param images K: images of a tuple, 2 or 3
 * @param rows tuples x K, row-major: rows of the catalogue
 */
public record FixedTuples(int images, int[] rows) implements Serializable {

  private static final Key KEY = BatchSettings.TUPLES;

  /**
   * A tuple as listed.
   *
   * @param place place in the list, for messages, e.g. {@code line 7}
   * @param ids anchor, positive and, for triplets, negative
   */
  public record Listed(String place, List<String> ids) {

    public Listed {
      ids = List.copyOf(ids);
    }
  }

  public FixedTuples {
    if (images < 2 || images > 3 || rows.length % images != 0) {
      throw new IllegalArgumentException(
          rows.length + " rows are no tuples of " + images + "; a tuple has 2 images, or 3");
    }
  }

  /**
   * Finds the listed tuples in a catalogue.
   *
   * @param list where they are listed, for messages
   * @param images K: 2 or 3
   * @throws ConfigurationException if a tuple does not have K ids, names an image that is not
   *     trained on, names an image twice, or contradicts the labels
   */
  public static FixedTuples of(Catalogue catalogue, String list, int images, List<Listed> tuples) {
    Map<String, Integer> rowOf = new HashMap<>();
    for (int row = 0; row < catalogue.size(); row++) {
      rowOf.put(catalogue.item(row).id(), row);
    }
    List<int[]> found = new ArrayList<>(tuples.size());
    for (Listed tuple : tuples) {
      if (tuple.ids().size() != images) {
        throw new ConfigurationException(
            BatchSettings.IMAGES,
            images,
            "%s of %s has %d ids; set it to 2 for anchor and positive, or 3 with a negative"
                .formatted(tuple.place(), list, tuple.ids().size()));
      }
      int[] rows = new int[images];
      for (int i = 0; i < images; i++) {
        rows[i] = row(catalogue, rowOf, list, tuple.place(), tuple.ids().get(i));
      }
      checkLabels(catalogue, rows, list, tuple);
      found.add(rows);
    }
    found.sort(Arrays::compare);
    return new FixedTuples(images, found.stream().flatMapToInt(Arrays::stream).toArray());
  }

  private static int row(
      Catalogue catalogue, Map<String, Integer> rowOf, String list, String place, String id) {
    Integer row = rowOf.get(id);
    if (row == null) {
      throw new ConfigurationException(
          KEY,
          list,
          place + " names '" + id + "', which is not in the corpus; use ids of its" + " catalogue");
    }
    Split split = catalogue.item(row).split();
    if (split != Split.TRAIN) {
      throw new ConfigurationException(
          KEY,
          list,
          place + " names '" + id + "' of split " + split.written() + "; only train is trained on");
    }
    return row;
  }

  private static void checkLabels(Catalogue catalogue, int[] rows, String list, Listed tuple) {
    if (rows[0] == rows[1]) {
      throw new ConfigurationException(
          KEY, list, tuple.place() + " names '" + tuple.ids().get(0) + "' as its own positive");
    }
    boolean near = catalogue.label(rows[0]) == catalogue.label(rows[1]);
    boolean far = rows.length < 3 || catalogue.label(rows[0]) != catalogue.label(rows[2]);
    if (!near || !far) {
      throw new ConfigurationException(
          KEY,
          list,
          "%s: %s '%s' is of class '%s' and anchor '%s' of class '%s'; labels decide what attracts,"
                  .formatted(
                      tuple.place(),
                      near ? "negative" : "positive",
                      tuple.ids().get(near ? 2 : 1),
                      catalogue.className(catalogue.label(rows[near ? 2 : 1])),
                      tuple.ids().get(0),
                      catalogue.className(catalogue.label(rows[0])))
              + " so leave it out or change its label");
    }
  }

  /** Returns the number of tuples. */
  public int count() {
    return rows.length / images;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FixedTuples tuples
        && images == tuples.images
        && Arrays.equals(rows, tuples.rows);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows);
  }
}
