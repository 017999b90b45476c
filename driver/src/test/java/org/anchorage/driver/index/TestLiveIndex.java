/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.index.log.SampleLog;
import org.anchorage.driver.index.part.Snapshot;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An index that is searched while others change it. */
@Timeout(120)
class TestLiveIndex {

  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  private static SearchRequest request(float[] vector) {
    return SearchRequest.of(QueryVector.of(vector), 60);
  }

  /** The search begins before a deletion and a compaction, and ends after both. */
  @Test
  void aRefreshWaitsForNobodyAndStopsNobody() throws Exception {
    var place = SampleLog.embedding(directory.resolve("index"));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Index index = Index.open(place, HADOOP, 1);
        IndexWriter writer = IndexWriter.open(place, HADOOP, 100)) {
      long before = index.count();
      float[] vector = index.vector("base-510").orElseThrow();
      Found all = index.search(request(vector));
      Future<Found> slow =
          thread.submit(
              () ->
                  index.ofSnapshot(
                      now -> {
                        begun.countDown();
                        await(end);
                        return new Searcher(now, request(vector)).found();
                      }));
      begun.await();
      assertThat(writer.delete(List.of("base-510"))).isEmpty();
      assertThat(index.refresh()).isTrue();
      assertThat(index.search(request(vector)).hits()).hasSize((int) before - 1);
      assertThat(writer.compact()).isTrue();
      assertThat(index.refresh()).isTrue();
      assertThat(index.count()).isEqualTo(before - 1);
      end.countDown();
      assertThat(slow.get()).isEqualTo(all);
    } finally {
      thread.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void countsOfAllItemsAreKeptUntilTheIndexChanges() throws Exception {
    var place = SampleLog.embedding(directory.resolve("index"));
    try (Index index = Index.open(place, HADOOP, 1);
        IndexWriter writer = IndexWriter.open(place, HADOOP, 100)) {
      Map<String, Map<String, Long>> counts = index.counts(ItemFilter.ALL, 2);
      assertThat(index.counts(ItemFilter.ALL, 2)).isSameAs(counts);
      assertThat(index.counts(ItemFilter.ALL, 3)).isNotEqualTo(counts);
      assertThat(sum(counts.getOrDefault("split", Map.of()))).isEqualTo(index.count());
      assertThat(writer.delete(List.of("base-510"))).isEmpty();
      assertThat(index.refresh()).isTrue();
      assertThat(sum(index.counts(ItemFilter.ALL, 2).getOrDefault("split", Map.of())))
          .isEqualTo(index.count());
    }
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void anIdIsReadWithoutItsItem() throws Exception {
    var place = SampleLog.embedding(directory.resolve("index"));
    try (Index index = Index.open(place, HADOOP, 1)) {
      assertThat(index.<Boolean>ofSnapshot(TestLiveIndex::idsAreThoseOfItems)).isTrue();
    }
  }

  private static boolean idsAreThoseOfItems(Snapshot now) {
    return now.parts().stream()
        .allMatch(
            live ->
                java.util.Arrays.stream(live.live().rows())
                    .allMatch(row -> live.part().id(row).equals(live.part().item(row).id())));
  }
}
