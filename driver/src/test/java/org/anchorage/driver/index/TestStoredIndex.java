/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.index.store.BuildPlan;
import org.anchorage.driver.index.store.Generation;
import org.anchorage.driver.index.vectors.VectorStore;
import org.anchorage.driver.run.FaultyDisk;
import org.anchorage.mining.lists.Coding;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An index of format 3 with lists, in shards, against a full sort. */
class TestStoredIndex {

  private static final int COUNT = 700;
  private static final int DIM = SampleIndex.DIM;
  private static final BuildPlan PLAN = new BuildPlan(false, 0.9, Coding.FLOAT, 300, 96, 1);
  private static final Configuration HADOOP = new Configuration();

  @TempDir static java.nio.file.Path directory;

  private static SampleIndex sample;
  private static Vectors vectors;
  private static Manifest manifest;
  private static Index index;

  @BeforeAll
  static void open() {
    sample = new SampleIndex();
    vectors = random(COUNT);
    manifest = sample.writeIndex(at("index"), vectors, PLAN);
    index = Index.open(at("index"), HADOOP, 1);
  }

  @AfterAll
  static void close() {
    index.close();
  }

  private static Path at(String name) {
    return new Path(directory.toUri().toString(), name);
  }

  /** On a grid, so that distances are often equal; some vectors are there twice. */
  private static Vectors random(int count) {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[count * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / DIM % 7 == 6 ? values[i - DIM] : random.nextInt(8) / 4f;
    }
    return new Vectors(DIM, values);
  }

  private static SearchRequest exact(float[] vector, int k) {
    return SearchRequest.of(QueryVector.of(vector), k).withEffort(Effort.EXACT);
  }

  private static float[] query(int number) {
    float[] query = new float[DIM];
    SplittableRandom random = new SplittableRandom(number);
    for (int i = 0; i < DIM; i++) {
      query[i] = random.nextInt(16) / 8f;
    }
    return query;
  }

  private static List<Integer> slow(float[] vector, IntPredicate admits) {
    Vectors query = new Vectors(DIM, vector);
    return IntStream.range(0, COUNT)
        .filter(admits)
        .boxed()
        .sorted(Comparator.comparing(i -> (float) query.squaredDistance(0, vectors, i)))
        .toList();
  }

  private static List<String> ids(List<Integer> rows) {
    return rows.stream().map(row -> "item-" + row).toList();
  }

  private static List<String> ids(Found found) {
    return found.hits().stream().map(Hit::id).toList();
  }

  @Test
  void findsWhatAFullSortFinds() {
    for (int number = 0; number < 20; number++) {
      List<Integer> expected = slow(query(number), row -> true);
      Found found = index.search(exact(query(number), 30));
      assertThat(ids(found)).isEqualTo(ids(expected.subList(0, 30)));
      assertThat(found.exact()).isTrue();
      assertThat(found.matching()).isEqualTo(COUNT);
      Hit hit = found.hits().get(7);
      assertThat(hit.rank()).isEqualTo(8);
      assertThat(hit.item()).isEqualTo(SampleIndex.indexed(expected.get(7)));
      assertThat(hit.distance())
          .isEqualTo(
              Math.sqrt(
                  (float)
                      new Vectors(DIM, query(number))
                          .squaredDistance(0, vectors, expected.get(7))));
    }
  }

  @Test
  void theCalibratedEffortReachesTheRecall() {
    int found = 0;
    for (int number = 0; number < 100; number++) {
      Set<String> ids =
          new HashSet<>(ids(index.search(SearchRequest.of(QueryVector.of(query(number)), 10))));
      ids.retainAll(ids(slow(query(number), row -> true).subList(0, 10)));
      found += ids.size();
    }
    assertThat(found / 1000.0).isGreaterThan(0.8);
    IndexInfo info = index.info();
    assertThat(info.kind()).isEqualTo("ivf");
    assertThat(info.recall()).isEqualTo(0.9);
    assertThat(info.measured()).isBetween(0.85, 1.0);
    assertThat(info.shards()).isEqualTo(3);
    assertThat(info.probes()).isLessThan(info.lists());
    assertThat(manifest.counts())
        .containsEntry("items", (long) COUNT)
        .containsEntry("recall_millionths", 900_000L)
        .containsEntry("measured_recall_millionths", Math.round(1e6 * info.measured()))
        .containsEntry("generation", 1L)
        .containsEntry("log", 0L);
    assertThat(index.search(SearchRequest.of(QueryVector.of(query(1)), 1)).exact()).isFalse();
  }

  /** k results as long as k match, with every effort; all of them if all lists are probed. */
  @Test
  void filtersAreExactAboutK() {
    for (String where :
        List.of("class=c1", "class=c1|c2,split=test", "colour=red", "colour=a\\,b\\|c,class!=c2")) {
      ItemFilter filter = ItemFilter.parse(where);
      List<Integer> expected = slow(query(5), row -> filter.admits(SampleIndex.indexed(row)));
      Found all = index.search(exact(query(5), COUNT).withWhere(filter));
      assertThat(ids(all)).as(where).isEqualTo(ids(expected));
      assertThat(all.matching()).isEqualTo(expected.size());
      for (int k : new int[] {1, 5, expected.size()}) {
        Found found =
            index.search(
                SearchRequest.of(QueryVector.of(query(5)), k)
                    .withWhere(filter)
                    .withEffort(Effort.of(1)));
        assertThat(found.hits()).as(where).hasSize(k);
        assertThat(found.hits()).allMatch(hit -> filter.admits(hit.item()));
      }
    }
    assertThatThrownBy(() -> index.search(exact(query(1), 1).withWhere(ItemFilter.parse("size=1"))))
        .hasMessage("No item has an attribute 'size' to filter by; there are class, split, colour");
    assertThat(index.search(exact(query(1), 1).withWhere(ItemFilter.parse("class=none"))))
        .isEqualTo(new Found(List.of(), true, index.info().lists(), 0, index.info().version()));
  }

  @Test
  void offsetsPageThroughTheResults() {
    List<String> all = ids(index.search(exact(query(2), 20)));
    Found second = index.search(exact(query(2), 10).withOffset(10));
    assertThat(ids(second)).isEqualTo(all.subList(10, 20));
    assertThat(second.hits().get(0).rank()).isEqualTo(11);
    assertThat(index.search(exact(query(2), 10).withOffset(COUNT)).hits()).isEmpty();
    assertThat(index.search(exact(query(2), 10).withOffset(COUNT - 3)).hits()).hasSize(3);
    assertThat(index.search(exact(query(2), 1_000_000_000)).hits()).hasSize(COUNT);
  }

  /** A number of lists is the same on every page, and so is what a filter makes of it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "class!=c2", "class=c1|c3|c5"})
  void pagesOfOneEffortHaveNeitherGapsNorRepeats(String where) {
    ItemFilter filter = where.isEmpty() ? ItemFilter.ALL : ItemFilter.parse(where);
    for (int number = 0; number < 20; number++) {
      SearchRequest page =
          SearchRequest.of(QueryVector.of(query(number)), 10)
              .withWhere(filter)
              .withEffort(Effort.of(20));
      List<String> paged = new ArrayList<>();
      for (int offset = 0; offset < 50; offset += 10) {
        paged.addAll(ids(index.search(page.withOffset(offset))));
      }
      SearchRequest whole =
          SearchRequest.of(QueryVector.of(query(number)), 50)
              .withWhere(filter)
              .withEffort(Effort.of(20));
      assertThat(paged).doesNotHaveDuplicates().isEqualTo(ids(index.search(whole)));
    }
  }

  @Test
  void nothingIsFartherThanTheThreshold() {
    List<Hit> all = index.search(exact(query(4), COUNT)).hits();
    double threshold = all.get(40).distance();
    assertThat(index.search(exact(query(4), COUNT).withThreshold(threshold)).hits())
        .isEqualTo(all.stream().filter(hit -> hit.distance() <= threshold).toList());
  }

  @Test
  void itemsThatAreSearchedByAreNoResults() {
    QueryVector query =
        new QueryTerms(index).id("item-9", 1).id("item-400", 0.5).id("item-8", -0.1).query();
    Found found = index.search(SearchRequest.of(query, COUNT).withEffort(Effort.EXACT));
    assertThat(found.hits()).hasSize(COUNT - 3);
    assertThat(ids(found)).doesNotContain("item-9", "item-400", "item-8");
    assertThatThrownBy(() -> new QueryTerms(index).id("none", 1))
        .hasMessageContaining("has no item 'none'");
  }

  /** Each item whose vector is there before is folded into that one. */
  @Test
  void duplicatesAreFolded() {
    List<Hit> folded = folded(slow(query(6), row -> true), query(6), 0);
    for (int k : new int[] {1, 10, 100}) {
      Found found = index.search(exact(query(6), k).withFolding(Folding.within(0)));
      assertThat(found.hits()).isEqualTo(folded.subList(0, k));
    }
    assertThat(index.search(exact(query(6), COUNT).withFolding(Folding.within(0))).hits())
        .isEqualTo(folded);
    assertThat(index.search(exact(query(6), 3).withFolding(Folding.within(1e9))).hits()).hasSize(1);
  }

  /** Duplicates may come after the k results, in front of which re-ranking puts others. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.6, 1})
  void duplicatesAreFoldedAlthoughTheOrderIsAnother(double within) {
    for (int number = 0; number < 30; number++) {
      SearchRequest all = exact(query(number), COUNT).withReranking(Reranking.reciprocal(50));
      List<Integer> order =
          index.search(all).hits().stream()
              .map(hit -> Integer.valueOf(hit.id().substring("item-".length())))
              .toList();
      List<Hit> folded = folded(order, query(number), within);
      for (int k : new int[] {1, 3, 5, 8, 13, 20}) {
        Found found =
            index.search(
                exact(query(number), k)
                    .withReranking(Reranking.reciprocal(50))
                    .withFolding(Folding.within(within)));
        assertThat(found.hits()).isEqualTo(folded.subList(0, k));
      }
      assertThat(
              index
                  .search(
                      exact(query(number), 5)
                          .withOffset(5)
                          .withReranking(Reranking.reciprocal(50))
                          .withFolding(Folding.within(within)))
                  .hits())
          .isEqualTo(folded.subList(5, 10));
    }
  }

  /** Folds a whole order, item by item. */
  private static List<Hit> folded(List<Integer> order, float[] query, double within) {
    List<Integer> kept = new ArrayList<>();
    List<List<String>> folded = new ArrayList<>();
    for (int row : order) {
      int into = 0;
      while (into < kept.size()
          && Math.sqrt((float) vectors.squaredDistance(row, vectors, kept.get(into))) > within) {
        into++;
      }
      if (into < kept.size()) {
        folded.get(into).add("item-" + row);
      } else {
        kept.add(row);
        folded.add(new ArrayList<>());
      }
    }
    Vectors one = new Vectors(DIM, query);
    return IntStream.range(0, kept.size())
        .mapToObj(
            i ->
                new Hit(
                    i + 1,
                    SampleIndex.indexed(kept.get(i)),
                    Math.sqrt((float) one.squaredDistance(0, vectors, kept.get(i))),
                    folded.get(i)))
        .toList();
  }

  /** All of a large index lies within a wide fold. */
  @Test
  void foldingLooksAtABoundedNumber() {
    int count = 12_000;
    Vectors same = new Vectors(DIM, new float[count * DIM]);
    var unused = sample.writeIndex(at("equal"), same, SampleIndex.PLAN);
    try (Index equal = Index.open(at("equal"), HADOOP, 1)) {
      Found found =
          equal.search(exact(new float[DIM], 3).withFolding(Folding.within(Double.MAX_VALUE)));
      assertThat(found.hits()).hasSize(1);
      assertThat(found.hits().get(0).folded()).hasSize((int) Folding.MOST - 1);
    }
  }

  @Test
  void reRankingChangesTheOrderOfTheCandidatesAlone() {
    Found plain = index.search(exact(query(7), 60));
    Found ranked = index.search(exact(query(7), 60).withReranking(Reranking.reciprocal(50)));
    assertThat(ids(ranked)).isNotEqualTo(ids(plain));
    assertThat(ids(ranked).subList(0, 50))
        .containsExactlyInAnyOrderElementsOf(ids(plain).subList(0, 50));
    assertThat(ids(ranked).subList(50, 60)).isEqualTo(ids(plain).subList(50, 60));
    assertThat(ids(index.search(exact(query(7), 5).withReranking(Reranking.reciprocal(50)))))
        .isEqualTo(ids(ranked).subList(0, 5));
    // Of distances alone, the order is that of distances.
    assertThat(ids(index.search(exact(query(7), 60).withReranking(new Reranking(50, 20, 6, 1)))))
        .isEqualTo(ids(plain));
  }

  @Test
  void itemsAreFoundById() {
    for (int row : new int[] {0, 1, 233, 234, 467, 699}) {
      String id = "item-" + row;
      assertThat(index.item(id)).contains(SampleIndex.indexed(row));
      assertThat(index.vector(id).orElseThrow()).isEqualTo(vectors.row(row));
      assertThat(index.picture(id).orElseThrow()).containsExactly((byte) row);
    }
    assertThat(index.item("none")).isEmpty();
    assertThat(index.vector("none")).isEmpty();
    assertThat(index.picture("none")).isEmpty();
  }

  @Test
  void countsValues() {
    Map<String, Map<String, Long>> all = index.counts(ItemFilter.ALL, 10);
    assertThat(all.keySet()).containsExactly("class", "colour", "split");
    assertThat(all.get("split")).isEqualTo(Map.of("train", 350L, "test", 350L));
    assertThat(all.get("colour")).isEqualTo(Map.of("red", 233L, "a,b|c", 233L));
    assertThat(index.counts(ItemFilter.parse("class=c1"), 1).get("colour"))
        .isEqualTo(Map.of("red", 117L));
    assertThat(index.counts(ItemFilter.parse("class=c0"), 1)).doesNotContainKey("colour");
  }

  /** Lists are the same to the byte. Lucene's files hold random ids. */
  @Test
  void theSameItemsMakeTheSameIndex() throws IOException {
    Manifest again = sample.writeIndex(at("again"), vectors, PLAN);
    for (String name : manifest.checksums().keySet()) {
      if (name.endsWith(".ivl") || name.endsWith(".bin") || name.endsWith("index.json")) {
        assertThat(again.checksums()).containsEntry(name, manifest.checksums().get(name));
      }
    }
    try (Index other = Index.open(at("again"), HADOOP, 1)) {
      SearchRequest request = SearchRequest.of(QueryVector.of(query(8)), 50);
      assertThat(other.search(request)).isEqualTo(index.search(request));
    }
  }

  /** What is not on a local disk is copied, verified, and removed in the end. */
  @Test
  void aRemoteIndexIsCopied() throws IOException {
    Configuration hadoop = new Configuration();
    FaultyDisk.install(hadoop, Files.createDirectories(directory.resolve("faults")));
    Path remote = new Path("faulty://" + directory.resolve("index"));
    Set<java.nio.file.Path> before = copies();
    try (Index far = Index.open(remote, hadoop, 1)) {
      assertThat(copies()).hasSize(before.size() + 3);
      assertThat(far.search(exact(query(3), 40))).isEqualTo(index.search(exact(query(3), 40)));
      assertThat(far.picture("item-5").orElseThrow()).containsExactly((byte) 5);
    }
    assertThat(copies()).isEqualTo(before);

    sample.writeIndex(at("far"), vectors, PLAN);
    damage(directory.resolve("far/g-00001/shard-00001/lists.ivl"));
    assertThatThrownBy(
            () -> Index.open(new Path("faulty://" + directory.resolve("far")), hadoop, 1))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("Cannot read generation 1 of the index at")
        .hasMessageContaining("is not what was written: expected SHA-256");
    assertThat(copies()).isEqualTo(before);
  }

  /** Of this process: tests of another one copy indexes too. */
  private static Set<java.nio.file.Path> copies() throws IOException {
    try (Stream<java.nio.file.Path> files =
        Files.list(java.nio.file.Path.of(System.getProperty("java.io.tmpdir")))) {
      String prefix = "anchorage-index-" + ProcessHandle.current().pid() + "-";
      Set<java.nio.file.Path> copies = new HashSet<>();
      files.filter(file -> file.getFileName().toString().startsWith(prefix)).forEach(copies::add);
      return copies;
    }
  }

  private static void damage(java.nio.file.Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 9] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void verificationFindsADamagedFile() throws IOException {
    sample.writeIndex(at("damaged"), vectors, PLAN);
    new Artifacts(HADOOP).verify(at("damaged"), VectorStore.INDEX, Generation.FORMAT);
    damage(directory.resolve("damaged/g-00001/shard-00002/lists.ivl"));
    assertThatThrownBy(
            () -> new Artifacts(HADOOP).verify(at("damaged"), VectorStore.INDEX, Generation.FORMAT))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("The file g-00001/shard-00002/lists.ivl of");
    Files.delete(directory.resolve("damaged/g-00001/shard-00001/lists.ivl"));
    assertThatThrownBy(() -> Index.open(at("damaged"), HADOOP, 1))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("Cannot read generation 1 of the index at")
        .hasMessageContaining("lists.ivl");
  }

  /** Fewer bytes a number: the recall that was measured says what they cost. */
  @Test
  void codingsHaveTheirRecall() {
    for (Coding coding : new Coding[] {Coding.HALF, Coding.INT8}) {
      Path place = at("coded-" + coding);
      sample.writeIndex(place, vectors, new BuildPlan(true, 0.9, coding, 1000, 0, 1));
      try (Index coded = Index.open(place, HADOOP, 1)) {
        assertThat(coded.info().kind()).isEqualTo("exact");
        assertThat(coded.info().coding()).isEqualToIgnoringCase(coding.name());
        assertThat(coded.info().measured()).isBetween(0.5, 1.0);
        assertThat(coded.search(query(1), 5)).hasSize(5);
        assertThat(coded.picture("item-1")).isEmpty();
      }
    }
  }

  @Test
  void aFewItemsAreEnough() {
    for (int count : new int[] {1, 2, 5}) {
      Path place = at("few-" + count);
      sample.writeIndex(place, vectors.slice(0, count), PLAN);
      try (Index few = Index.open(place, HADOOP, 1)) {
        assertThat(few.search(query(1), 10)).hasSize(count);
        assertThat(few.refresh()).isFalse();
      }
    }
  }
}
