/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.ListedItems;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.embed.SearchMemory;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.driver.vectors.WrittenBlocks;
import org.anchorage.mining.neighbours.Filter;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.PartSize;
import org.anchorage.mining.neighbours.SearchKind;
import org.anchorage.mining.neighbours.Wanted;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestEvaluateStage {

  private static final int ITEMS = 90;

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

  /** Nine classes of three kinds by five cameras, on a grid so coarse that many vectors tie. */
  private static List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      int label = i * 7 % 9;
      Map<String, String> attributes =
          Map.of(
              "camera", "c" + i % 5,
              "kind", "k" + label % 3,
              "role", i % 4 == 0 ? "query" : "gallery");
      String id = String.format("item-%03d", i);
      items.add(new Item(id, "class-" + label, Split.TEST, "s", 0, 1, 1, "", attributes));
    }
    return items;
  }

  private static EvaluatedItems evaluated(EvaluateSettings settings) {
    return EvaluatedItems.of(Catalogue.of(items()), new ListedItems(items()), settings);
  }

  private static Vectors vectors(int[] rows) {
    SplittableRandom random = new Seed(12).generator();
    float[] all = new float[ITEMS * 2];
    for (int i = 0; i < all.length; i++) {
      all[i] = random.nextInt(4);
    }
    return new Vectors(2, all).rows(rows);
  }

  @TempDir Path directory;

  private NeighbourStage neighbours(int queriesATask) {
    return new NeighbourStage(
        spark, SearchKind.EXACT, new SearchMemory(EvaluateSettings.MEMORY_MB, 64, 2), queriesATask);
  }

  private Evaluation evaluate(int queriesATask, String... words) {
    return evaluate(neighbours(queriesATask), words);
  }

  private Evaluation evaluate(NeighbourStage neighbours, String... words) {
    List<String> all = new ArrayList<>(List.of("evaluate.k=[1, 5]"));
    Arrays.stream(words).map(word -> "evaluate." + word).forEach(all::add);
    EvaluateSettings settings = SettingsReader.defaults().with(all).settings().evaluate();
    EvaluatedItems items = evaluated(settings);
    VectorSet blocks = WrittenBlocks.of(vectors(items.rows()), directory, 13);
    return new EvaluateStage(spark, neighbours, settings, new Seed(1))
        .evaluate(items, blocks, done -> {});
  }

  private static final String ALL =
      "metrics=[precision, map, class-average, clustering, verification, spectrum]";

  @Test
  void theUsualFiguresAreFewAndCheap() {
    assertThat(evaluate(2048).metrics())
        .containsOnlyKeys(
            "recall_at_1",
            "recall_at_5",
            "precision_at_1",
            "r_precision",
            "map_at_r",
            "queries",
            "lone_queries",
            "nmi",
            "ami");
  }

  @Test
  void figuresDoNotDependOnTheDivisionIntoTasks() {
    String[][] protocols = {
      {ALL, "pairs=100"},
      {ALL, "camera=camera", "coarse=kind", "pairs=0"},
      {ALL, "query=role=query", "gallery=role=gallery", "coarse=kind"},
      {ALL, "query=role=query", "camera=camera", "lone-queries=as-zero"},
      {"query=role=query", "coarse=kind", "distractors=[class-1]", "junk=[class-2]"},
    };
    for (String[] protocol : protocols) {
      Evaluation whole = evaluate(2048, protocol);
      assertThat(whole.metrics().values()).allMatch(Double::isFinite);
      for (int size : new int[] {7, 30}) {
        assertThat(evaluate(size, protocol)).isEqualTo(whole);
        // A base in parts of other sizes than its blocks.
        assertThat(evaluate(neighbours(2048).inParts(new PartSize(size, size + 4)), protocol))
            .isEqualTo(whole);
      }
    }
  }

  @Test
  void anApproximateSearchMeasuresNothing() {
    EvaluateSettings settings = SettingsReader.defaults().settings().evaluate();
    EvaluatedItems items = evaluated(settings);
    Vectors vectors = vectors(items.rows());
    BlockMeasure measure =
        new BlockMeasure(items.protocol(), null, null, BlockMeasure.Reach.NEAREST);
    assertThatThrownBy(
            () ->
                measure.run(
                    new Approximate(vectors),
                    new NeighbourStage.Base(WrittenBlocks.of(vectors, directory, 40)),
                    0,
                    1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Metrics need exact neighbours, and this search is approximate; evaluate with"
                + " SearchKind.EXACT");
  }

  /** Admits that it may miss neighbours, and finds none. */
  private record Approximate(Vectors base) implements NeighbourSearch {

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
      return false;
    }

    @Override
    public Neighbours search(Vectors queries, Filter filter, int k) {
      return new Neighbours(k, new int[0], new float[0]);
    }

    @Override
    public List<Neighbours> search(Vectors queries, List<? extends Wanted> wanted) {
      return List.of();
    }

    @Override
    public List<Neighbours> searchSelf(int from, int to, List<? extends Wanted> wanted) {
      return List.of();
    }

    @Override
    public void close() {}
  }

  @Test
  void fullRankingsGiveTheFiguresOfNeighbours() {
    Map<String, Double> usual = evaluate(40, "camera=camera", "coarse=kind").metrics();
    Map<String, Double> more = evaluate(40, ALL, "camera=camera", "coarse=kind").metrics();
    assertThat(more).containsAllEntriesOf(usual);
    assertThat(more).containsKeys("map", "mrr", "class_average_map", "precision_at_5");
    assertThat(usual.get("same_camera_pairs")).isPositive();
    assertThat(usual.get("coarse_recall_at_1")).isGreaterThan(usual.get("recall_at_1"));
  }

  /** The definitions, by comparing every query with every item. */
  @Test
  void agreesWithASlowTwin() {
    Map<String, Double> metrics =
        evaluate(16, ALL, "camera=camera", "query=role=query", "gallery=role=gallery", "pairs=0")
            .metrics();
    Catalogue catalogue = Catalogue.of(items());
    int[] rows = new int[ITEMS];
    Arrays.setAll(rows, i -> i);
    Vectors vectors = vectors(rows);
    double precisions = 0;
    double reciprocals = 0;
    int queries = 0;
    int lone = 0;
    int sameCamera = 0;
    int genuine = 0;
    double nearer = 0;
    List<Double> same = new ArrayList<>();
    List<Double> other = new ArrayList<>();
    for (int query = 0; query < ITEMS; query += 4) {
      int q = query;
      List<Integer> order = new ArrayList<>();
      for (int row = 0; row < ITEMS; row++) {
        boolean sameClass = catalogue.label(row) == catalogue.label(q);
        if (row % 4 == 0) {
          continue;
        }
        if (sameClass && row % 5 == q % 5) {
          sameCamera++;
        } else {
          order.add(row);
          (sameClass ? same : other).add(vectors.squaredDistance(q, vectors, row));
        }
      }
      order.sort(
          (a, b) -> {
            int by =
                Double.compare(
                    vectors.squaredDistance(q, vectors, a), vectors.squaredDistance(q, vectors, b));
            return by != 0 ? by : Integer.compare(a, b);
          });
      int hits = 0;
      double sum = 0;
      int first = 0;
      for (int rank = 1; rank <= order.size(); rank++) {
        if (catalogue.label(order.get(rank - 1)) == catalogue.label(q)) {
          hits++;
          sum += (double) hits / rank;
          first = first == 0 ? rank : first;
        }
      }
      if (hits == 0) {
        lone++;
      } else {
        queries++;
        precisions += sum / hits;
        reciprocals += 1.0 / first;
      }
    }
    for (double s : same) {
      genuine++;
      for (double o : other) {
        nearer += s < o ? 1 : s == o ? 0.5 : 0;
      }
    }
    assertThat(metrics.get("queries")).isEqualTo(queries);
    assertThat(metrics.get("lone_queries")).isEqualTo(lone);
    assertThat(metrics.get("same_camera_pairs")).isEqualTo(sameCamera);
    assertThat(metrics.get("map")).isCloseTo(precisions / queries, within(1e-9));
    assertThat(metrics.get("mrr")).isCloseTo(reciprocals / queries, within(1e-9));
    assertThat(metrics.get("genuine_pairs")).isEqualTo(genuine);
    assertThat(metrics.get("impostor_pairs")).isEqualTo(other.size());
    assertThat(metrics.get("auc"))
        .isCloseTo(nearer / ((double) genuine * other.size()), within(1e-9));
    assertThat(metrics.get("gallery_items")).isEqualTo(67);
  }
}
