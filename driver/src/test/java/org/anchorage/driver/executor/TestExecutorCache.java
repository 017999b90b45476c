/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.train.TrainStage;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.anchorage.worker.step.Learner;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TestExecutorCache {

  private final SparkSession session = LocalSpark.session();
  private final JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());

  @TempDir Path directory;

  /** What tests before this one have left. */
  @BeforeEach
  void empty() {
    ExecutorCache.forget(new BroadcastKey("none", 0));
  }

  private static Learner made() {
    throw new IllegalStateException("no network is made before it is used");
  }

  private Broadcast<String> sent(String value) {
    Broadcast<String> sent = spark.broadcast(value);
    assertThat(sent.value()).isEqualTo(value);
    return sent;
  }

  private OpenRun open() {
    return OpenRun.open(session, TinyCorpus.settings().typed());
  }

  @Test
  void nothingIsKeptOfARunThatWasTrained() {
    new TrainStage(session, TinyCorpus.quiet())
        .begin(
            TinyCorpus.settings(
                "epochs=1", "mining=classes", "mine.group=3", "run=" + directory.resolve("run")));
    assertThat(ExecutorCache.holdings()).isEmpty();
  }

  @Test
  void onlyTheRunThatIsClosedIsForgotten() {
    try (OpenRun open = open()) {
      BroadcastKey stays = open.context().shared().key();
      WorkerSlot slot = ExecutorCache.worker(stays, 0, TestExecutorCache::made);
      Pixels pixels = open.context().shared().pixels();
      BroadcastKey gone;
      try (OpenRun closed = open()) {
        gone = closed.context().shared().key();
        assertThat(closed.context().shared().pixels()).isSameAs(pixels);
        ExecutorCache.worker(gone, 0, TestExecutorCache::made);
        assertThat(ExecutorCache.holdings()).hasSize(3);
      }
      assertThat(gone).isNotEqualTo(stays);
      assertThat(ExecutorCache.holdings()).hasSize(2).noneMatch(held -> held.contains(" " + gone));
      assertThat(ExecutorCache.worker(stays, 0, TestExecutorCache::made)).isSameAs(slot);
      assertThat(open.context().shared().pixels()).isSameAs(pixels);
    }
    assertThat(ExecutorCache.holdings()).isEmpty();
  }

  @Test
  @Timeout(60)
  void aTaskForgetsOtherRunsWhoseBroadcastIsGone() throws InterruptedException {
    Broadcast<String> first = sent("first");
    Broadcast<String> second = sent("second");
    BroadcastKey gone = BroadcastKey.of(spark, first);
    BroadcastKey stays = BroadcastKey.of(spark, second);
    ExecutorCache.worker(gone, 0, TestExecutorCache::made);
    WorkerSlot slot = ExecutorCache.worker(stays, 0, TestExecutorCache::made);
    ExecutorCache.search(gone, TestExecutorCache::prepared, one -> one);
    assertThat(ExecutorCache.holdings()).hasSize(3);

    first.destroy();
    // Spark removes it in the background.
    while (gone.isAlive()) {
      Thread.sleep(1);
    }
    assertThat(ExecutorCache.worker(stays, 0, TestExecutorCache::made)).isSameAs(slot);
    assertThat(ExecutorCache.holdings())
        .containsExactly("run " + stays + ": 1 workers, 0 idle networks that embed");
    ExecutorCache.forget(stays);
    second.destroy();
  }

  private static NeighbourSearch prepared() {
    return SearchKind.EXACT.prepare(new Vectors(1, new float[] {1, 2, 4}));
  }

  private static List<Integer> nearest(NeighbourSearch prepared) {
    return Arrays.stream(prepared.searchSelf(0, 3, 1).indices()).boxed().toList();
  }

  @Test
  void aBaseIsClosedWhenItsLastSearchHasEndedAndNotBefore() {
    BroadcastKey first = new BroadcastKey("test", 1);
    BroadcastKey second = new BroadcastKey("test", 2);
    List<NeighbourSearch> used = new ArrayList<>();
    List<Integer> found =
        ExecutorCache.search(
            first,
            TestExecutorCache::prepared,
            prepared -> {
              used.add(prepared);
              NeighbourSearch again =
                  ExecutorCache.search(first, TestExecutorCache::prepared, one -> one);
              assertThat(again).isSameAs(prepared);
              NeighbourSearch other =
                  ExecutorCache.search(second, TestExecutorCache::prepared, one -> one);
              assertThat(other).isNotSameAs(prepared);
              assertThat(nearest(other)).containsExactly(1, 0, 1);
              return nearest(prepared);
            });
    assertThat(found).containsExactly(1, 0, 1);
    assertThatThrownBy(() -> nearest(used.get(0))).isInstanceOf(IllegalStateException.class);
    ExecutorCache.forget(second);
  }

  @Test
  void aRunClosesAfterSparkHasStopped() {
    OpenRun run = open();
    ExecutorCache.worker(run.context().shared().key(), 0, TestExecutorCache::made);
    session.stop();
    run.close();
    assertThat(ExecutorCache.holdings()).isEmpty();
  }

  @Test
  void aWorkerOfAnotherKindTakesTheOldOnesPlaceAndItsFeatures() {
    BroadcastKey run = new BroadcastKey("test", 9);
    WorkerSlot head = ExecutorCache.worker(run, 0, "head", TestExecutorCache::made);
    Features features = ExecutorCache.features(run, () -> new Features(1, new AtomicLong()));
    assertThat(ExecutorCache.worker(run, 0, "head", TestExecutorCache::made)).isSameAs(head);
    ExecutorCache.worker(run, 1, "head", TestExecutorCache::made);
    assertThat(ExecutorCache.features(run, () -> new Features(1, new AtomicLong())))
        .isSameAs(features);
    WorkerSlot all = ExecutorCache.worker(run, 0, "all", TestExecutorCache::made);
    assertThat(all).isNotSameAs(head);
    assertThat(ExecutorCache.worker(run, 0, "all", TestExecutorCache::made)).isSameAs(all);
    assertThat(ExecutorCache.features(run, () -> new Features(1, new AtomicLong())))
        .isNotSameAs(features);
    // Worker 1 has moved to another executor, and no round will ask for its old slot again.
    assertThat(ExecutorCache.holdings())
        .containsExactly("run " + run + ": 1 workers, 0 idle networks that embed");
    ExecutorCache.forget(run);
  }
}
