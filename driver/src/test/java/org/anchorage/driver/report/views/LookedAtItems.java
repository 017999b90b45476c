/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.ListedItems;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;

/** Items in memory, their vectors, and what each query finds by a full sort. */
final class LookedAtItems {

  static final int ITEMS = 90;

  private LookedAtItems() {}

  /** Nine classes by five cameras; one more class has one item. */
  static EvaluatedItems evaluated(String... words) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      String className = i == 0 ? "alone" : "class-" + i * 7 % 9;
      Map<String, String> attributes =
          Map.of("camera", "c" + i % 5, "role", i % 4 == 0 ? "query" : "gallery");
      items.add(
          new Item(
              String.format("item-%03d", i), className, Split.TEST, "s", 0, 1, 1, "", attributes));
    }
    return EvaluatedItems.of(
        Catalogue.of(items),
        new ListedItems(items),
        SettingsReader.defaults().with(List.of(words)).read().typed().evaluate());
  }

  /** Draws vectors on a grid so coarse that many distances tie. */
  static Vectors vectors(int count) {
    SplittableRandom random = new Seed(4).generator();
    float[] values = new float[count * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(4);
    }
    return new Vectors(3, values);
  }

  record InMemory(Vectors vectors) implements VectorSet {
    @Override
    public int count() {
      return vectors.count();
    }

    @Override
    public int dim() {
      return vectors.dim();
    }

    @Override
    public VectorSource open() {
      return vectors;
    }
  }

  static FirstFound found(LookedAt looked, Vectors vectors) {
    VectorSet all = new InMemory(vectors);
    NeighbourStage.Base base =
        new NeighbourStage.Base(all.chosen(looked.gallery()), all.chosen(looked.queries()));
    int queries = looked.queries().length;
    FirstFoundTask task = new FirstFoundTask(looked);
    try (NeighbourSearch search = SearchKind.EXACT.prepare(base.vectors().whole())) {
      return FirstFound.joined(
          List.of(
              task.run(search, base, 0, queries / 3),
              task.run(search, base, queries / 3, queries)));
    }
  }

  /** Returns the positions in the gallery that a query may find, nearest first, ties by index. */
  static int[] ranking(LookedAt looked, Vectors vectors, int query) {
    int own = looked.queries()[query];
    return IntStream.range(0, looked.gallery().length)
        .filter(item -> Arrays.stream(looked.leftOut(query)).noneMatch(out -> out == item))
        .boxed()
        .sorted(
            Comparator.comparing(
                (Integer item) ->
                    (float) vectors.squaredDistance(own, vectors, looked.gallery()[item])))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
