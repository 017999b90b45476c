/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.ItemFacts;
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
  private static final int AT_ONCE = 100_000;

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
   * Finds listed tuples in a corpus, and sorts them. Holds K ints a tuple, and the ids of {@value
   * #AT_ONCE} tuples at once.
   *
   * @param facts of the catalogue's items
   * @param list where they are listed, for messages
   * @param images K: 2 or 3
   * @param tuples in the order of the list; read once
   * @throws ConfigurationException if a tuple does not have K ids, names an image that is not
   *     trained on, names an image twice, or contradicts the labels
   */
  public static FixedTuples of(
      Catalogue catalogue, ItemFacts facts, String list, int images, Iterator<Listed> tuples) {
    int[] all = new int[0];
    while (tuples.hasNext()) {
      List<Listed> some = new ArrayList<>();
      for (int i = 0; i < AT_ONCE && tuples.hasNext(); i++) {
        some.add(tuples.next());
      }
      int[] found = facts.rowsOf(some.stream().flatMap(tuple -> tuple.ids().stream()).toList());
      int from = 0;
      for (Listed tuple : some) {
        int to = from + tuple.ids().size();
        int[] rows = Arrays.copyOfRange(found, from, to);
        if (!isGood(catalogue, images, rows)) {
          throw refusal(catalogue, list, images, rows, tuple);
        }
        from = to;
      }
      all = Arrays.copyOf(all, Math.addExact(all.length, found.length));
      System.arraycopy(found, 0, all, all.length - found.length, found.length);
    }
    TupleOrder.sort(all, images);
    return new FixedTuples(images, all);
  }

  private static boolean isGood(Catalogue catalogue, int images, int[] rows) {
    return rows.length == images
        && Arrays.stream(rows).allMatch(row -> row >= 0 && catalogue.split(row) == Split.TRAIN)
        && rows[0] != rows[1]
        && catalogue.label(rows[0]) == catalogue.label(rows[1])
        && (images < 3 || catalogue.label(rows[0]) != catalogue.label(rows[2]));
  }

  private static ConfigurationException refusal(
      Catalogue catalogue, String list, int images, int[] rows, Listed tuple) {
    if (rows.length != images) {
      return new ConfigurationException(
          BatchSettings.IMAGES,
          images,
          String.format(
              Locale.ROOT,
              "%s of %s has %d ids; set it to 2 for anchor and positive, or 3 with a negative",
              tuple.place(),
              list,
              rows.length));
    }
    for (int i = 0; i < images; i++) {
      String names = tuple.place() + " names '" + tuple.ids().get(i) + "'";
      if (rows[i] < 0) {
        return new ConfigurationException(
            KEY, list, names + ", which is not in the corpus; use ids of its catalogue");
      }
      Split split = catalogue.split(rows[i]);
      if (split != Split.TRAIN) {
        return new ConfigurationException(
            KEY, list, names + " of split " + split.written() + "; only train is trained on");
      }
    }
    if (rows[0] == rows[1]) {
      return new ConfigurationException(
          KEY, list, tuple.place() + " names '" + tuple.ids().get(0) + "' as its own positive");
    }
    boolean near = catalogue.label(rows[0]) == catalogue.label(rows[1]);
    int wrong = near ? 2 : 1;
    return new ConfigurationException(
        KEY,
        list,
        String.format(
            Locale.ROOT,
            "%s: %s '%s' is of class '%s' and anchor '%s' of class '%s'; labels decide what"
                + " attracts, so leave it out or change its label",
            tuple.place(),
            near ? "negative" : "positive",
            tuple.ids().get(wrong),
            catalogue.className(catalogue.label(rows[wrong])),
            tuple.ids().get(0),
            catalogue.className(catalogue.label(rows[0]))));
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
