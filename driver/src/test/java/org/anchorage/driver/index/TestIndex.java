/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestIndex {

  private static final int COUNT = 40;
  private static final int THREADS = 8;
  private static final Configuration HADOOP = new Configuration();

  @TempDir static java.nio.file.Path directory;

  private static SampleIndex sample;
  private static Vectors vectors;
  private static Path target;
  private static Index index;

  @BeforeAll
  static void open() throws Exception {
    sample = new SampleIndex();
    vectors = sample.vectors(COUNT);
    target = at("index");
    sample.writeIndex(target, vectors);
    index = Index.open(target, HADOOP, 3);
  }

  @AfterAll
  static void close() {
    index.close();
    index.close();
  }

  private static Path at(String name) {
    return new Path(directory.toUri().toString(), name);
  }

  /** By a full sort of distances, each query embedded on its own. */
  private static List<Hit> slow(float[] vector, int k) {
    Vectors query = new Vectors(SampleIndex.DIM, vector);
    int[] order =
        IntStream.range(0, COUNT)
            .boxed()
            .sorted(
                Comparator.comparing((Integer i) -> (float) query.squaredDistance(0, vectors, i)))
            .limit(k)
            .mapToInt(Integer::intValue)
            .toArray();
    List<Hit> hits = new ArrayList<>();
    for (int i : order) {
      double distance = Math.sqrt((float) query.squaredDistance(0, vectors, i));
      hits.add(new Hit(hits.size() + 1, SampleIndex.indexed(i), distance, List.of()));
    }
    return hits;
  }

  @Test
  void findsWhatAFullSortFinds() throws Exception {
    for (int item : new int[] {1, 7, 100, 333}) {
      byte[] query = SampleIndex.drawing(item);
      float[] vector = sample.vector(query);
      for (int k : new int[] {1, 5, COUNT - 1}) {
        assertThat(index.search(query, k)).isEqualTo(slow(vector, k));
        assertThat(index.search(vector, k)).isEqualTo(slow(vector, k));
      }
    }
    assertThat(index.count()).isEqualTo(COUNT);
    assertThat(index.dim()).isEqualTo(SampleIndex.DIM);
  }

  @Test
  void equalItemsComeInTheOrderOfTheIndex() {
    List<Hit> hits = index.search(SampleIndex.drawing(0), 2);
    assertThat(hits).extracting(Hit::id).containsExactly("item-0", "item-39");
    assertThat(hits).extracting(Hit::rank).containsExactly(1, 2);
    assertThat(hits).extracting(Hit::distance).containsOnly(0.0);
  }

  @Test
  void asksForMoreThanThereAreAndGetsAll() throws Exception {
    byte[] query = SampleIndex.drawing(55);
    assertThat(index.search(query, 1_000_000)).isEqualTo(slow(sample.vector(query), COUNT));
  }

  @Test
  void threadsFindWhatOneDoes() throws Exception {
    List<byte[]> queries = IntStream.range(0, 64).mapToObj(SampleIndex::drawing).toList();
    List<List<Hit>> expected = new ArrayList<>();
    for (byte[] query : queries) {
      expected.add(slow(sample.vector(query), 6));
    }
    CountDownLatch start = new CountDownLatch(THREADS);
    Callable<List<List<Hit>>> all =
        () -> {
          start.countDown();
          start.await();
          return queries.stream().map(query -> index.search(query, 6)).toList();
        };
    for (List<List<Hit>> found : inThreads(all)) {
      assertThat(found).isEqualTo(expected);
    }
  }

  /** A search that has begun ends well; one that begins later is refused. */
  @Test
  void closesUnderSearches() throws Exception {
    Index closing = Index.open(target, HADOOP, 2);
    byte[] query = SampleIndex.drawing(3);
    List<Hit> expected = slow(sample.vector(query), 4);
    CountDownLatch start = new CountDownLatch(THREADS - 1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS - 1);
    List<Future<String>> messages = new ArrayList<>();
    for (int i = 0; i < THREADS - 1; i++) {
      messages.add(
          threads.submit(
              () -> {
                while (true) {
                  start.countDown();
                  try {
                    assertThat(closing.search(query, 4)).isEqualTo(expected);
                  } catch (IllegalStateException e) {
                    return e.getMessage();
                  }
                }
              }));
    }
    start.await();
    closing.close();
    for (Future<String> message : messages) {
      assertThat(message.get())
          .isEqualTo("The index at " + target + " is closed; open it again to search it");
    }
    threads.shutdown();
    refused(
        () -> closing.search(new float[SampleIndex.DIM], 1),
        IllegalStateException.class,
        "The index at " + target + " is closed");
  }

  @Test
  void refusesWhatCannotBeSearched() {
    refused(
        () -> index.search("no image".getBytes(StandardCharsets.UTF_8), 1),
        IllegalArgumentException.class,
        "The query is not a readable image");
    refused(
        () -> index.search(SampleIndex.drawing(0), 0),
        IllegalArgumentException.class,
        "Cannot return 0 items; ask for at least 1");
    refused(
        () -> index.search(new float[3], 1),
        IllegalArgumentException.class,
        "Cannot search by a vector of 3 floats",
        "holds vectors of 8");
    refused(
        () -> index.search(new float[] {0, 0, 0, Float.NaN, 0, 0, 0, 0}, 1),
        IllegalArgumentException.class,
        "is not finite");
    refused(
        () -> Index.open(target, HADOOP, 0),
        IllegalArgumentException.class,
        "Cannot embed with 0 embedders; ask for at least 1");
  }

  /** Each embedder is given back after a query that failed, or these would wait forever. */
  @Test
  void badQueriesLeaveTheEmbeddersAsTheyWere() {
    for (int i = 0; i < 10; i++) {
      refused(
          () -> index.search(new byte[0], 1),
          IllegalArgumentException.class,
          "The query is not a readable image");
    }
    assertThat(index.search(SampleIndex.drawing(0), 1)).hasSize(1);
  }

  @Test
  void anInterruptedCallerStopsWaiting() {
    Thread.currentThread().interrupt();
    refused(
        () -> index.search(SampleIndex.drawing(0), 1),
        IllegalStateException.class,
        "The search was interrupted before it was done");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(index.search(SampleIndex.drawing(0), 1)).hasSize(1);
  }

  @Test
  void anEmptyIndexFindsNothing() {
    Path empty = at("empty");
    sample.writeIndex(empty, new Vectors(SampleIndex.DIM, new float[0]));
    try (Index none = Index.open(empty, HADOOP, 1)) {
      assertThat(none.count()).isZero();
      assertThat(none.search(SampleIndex.drawing(0), 5)).isEmpty();
      assertThat(none.search(new float[SampleIndex.DIM], 5)).isEmpty();
      refused(() -> none.search(new float[3], 5), IllegalArgumentException.class, "of 3 floats");
    }
  }

  @Test
  void aDamagedOrForeignIndexIsRefused() throws Exception {
    refused(
        () -> Index.open(at("none"), HADOOP, 1),
        ArtifactException.class,
        "There is no index at",
        "make the index first");
    SampleIndex.writeVectors(at("vectors"), vectors);
    refused(
        () -> Index.open(at("vectors"), HADOOP, 1),
        ArtifactException.class,
        "There is a set of vectors at");
    sample.writeIndex(at("damaged"), vectors);
    java.nio.file.Path network = directory.resolve("damaged/network.zip");
    byte[] bytes = Files.readAllBytes(network);
    bytes[bytes.length / 2] ^= 1;
    Files.write(network, bytes);
    refused(
        () -> searchByImage(at("damaged")),
        ArtifactException.class,
        "The file network.zip of",
        "is not what was written: expected SHA-256");
    Files.delete(network);
    refused(
        () -> searchByImage(at("damaged")),
        ArtifactException.class,
        "The file network.zip of",
        "found no such file");
  }

  private static List<Hit> searchByImage(Path place) {
    try (Index opened = Index.open(place, HADOOP, 1)) {
      return opened.search(SampleIndex.drawing(0), 1);
    }
  }

  private static <R> List<R> inThreads(Callable<R> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<R> results = new ArrayList<>();
    try {
      List<Future<R>> futures =
          IntStream.range(0, THREADS).mapToObj(i -> threads.submit(work)).toList();
      for (Future<R> future : futures) {
        results.add(future.get());
      }
    } finally {
      threads.shutdown();
    }
    return results;
  }

  private static void refused(
      ThrowingCallable call, Class<? extends Throwable> type, String... parts) {
    assertThatThrownBy(call).isInstanceOf(type).hasMessageContainingAll(parts);
  }
}
