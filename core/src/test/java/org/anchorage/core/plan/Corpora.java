/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.BatchSettings.Hierarchy;
import org.anchorage.core.config.BatchSettings.Sampler;
import org.anchorage.core.config.BatchSettings.SmallClasses;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;

/** Catalogues to plan: rows run class by class, in order of label. */
final class Corpora {

  private static final Hierarchy NAMED = new Hierarchy(4, "", "/");

  private Corpora() {}

  static List<Item> items(int... sizes) {
    List<Item> items = new ArrayList<>();
    for (int c = 0; c < sizes.length; c++) {
      for (int i = 0; i < sizes[c]; i++) {
        items.add(item("c%06d/%06d".formatted(c, i), "c%06d".formatted(c), Split.TRAIN));
      }
    }
    return items;
  }

  static Item item(String id, String className, Split split) {
    return new Item(id, className, split, "shard-0", 0, 28, 28, "00", Map.of());
  }

  static Catalogue of(int... sizes) {
    return Catalogue.of(items(sizes));
  }

  static Catalogue equal(int classes, int images) {
    return of(Collections.nCopies(classes, images).stream().mapToInt(i -> i).toArray());
  }

  /** Confusable in rings of so many classes: each with the others of its ring. */
  static Affinity.Classes rings(int classes, int ring) {
    int[][] confusable = new int[classes][];
    for (int c = 0; c < classes; c++) {
      int self = c;
      int stride = classes / ring;
      confusable[c] = IntStream.range(1, ring).map(i -> (self + i * stride) % classes).toArray();
    }
    return new Affinity.Classes(confusable);
  }

  static BatchSettings batch(int classes, int images) {
    return batch(classes, images, SmallClasses.REFUSE);
  }

  static BatchSettings batch(int classes, int images, SmallClasses small) {
    return batch(Sampler.CLASSES, classes, images, small, NAMED, "", 0.5);
  }

  static BatchSettings pairs(int pairs) {
    return batch(Sampler.PAIRS, pairs, 2, SmallClasses.REFUSE, NAMED, "", 0.5);
  }

  static BatchSettings hierarchy(int classes, int images, Hierarchy hierarchy) {
    return batch(Sampler.HIERARCHY, classes, images, SmallClasses.REFUSE, hierarchy, "", 0.5);
  }

  static BatchSettings weighted(int classes, int images, double strength) {
    return batch(Sampler.WEIGHTED, classes, images, SmallClasses.REFUSE, NAMED, "", strength);
  }

  static BatchSettings tuples(int tuples, int images) {
    return batch(Sampler.TUPLES, tuples, images, SmallClasses.REFUSE, NAMED, "list.csv", 0.5);
  }

  private static BatchSettings batch(
      Sampler sampler,
      int classes,
      int images,
      SmallClasses small,
      Hierarchy hierarchy,
      String tuples,
      double strength) {
    return new BatchSettings(sampler, classes, images, small, hierarchy, tuples, strength);
  }
}
