/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.anchorage.driver.serve.http.Refusal;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.junit.jupiter.api.Test;

class TestEmbedQueue {

  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

  private float[][] network(List<float[]> images) {
    batches.add(images.size());
    return images.stream().map(image -> new float[] {2 * image[0]}).toArray(float[][]::new);
  }

  private static EmbedQueue.Batching batching(int most, int embedders, long waitMs) {
    return new EmbedQueue.Batching(most, embedders, TimeUnit.MILLISECONDS.toNanos(waitMs));
  }

  private static long soon() {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
  }

  @Test
  void oneAloneDoesNotWait() {
    EmbedQueue queue =
        new EmbedQueue(this::network, batching(8, 1, 3_600_000), new ServerMetrics());
    assertThat(queue.embed(1, i -> new float[] {21}, soon()).get(0)).containsExactly(42);
    assertThat(batches).containsExactly(1);
  }

  @Test
  void imagesOfOneRequestGoTogetherInBatchesOfABound() {
    EmbedQueue queue = new EmbedQueue(this::network, batching(4, 1, 0), new ServerMetrics());
    List<float[]> vectors = queue.embed(10, i -> new float[] {i}, soon());
    assertThat(vectors).extracting(vector -> vector[0]).containsExactlyElementsOf(doubled(10));
    assertThat(batches).containsExactly(4, 4, 2);
  }

  private static List<Float> doubled(int count) {
    return IntStream.range(0, count).mapToObj(i -> 2f * i).toList();
  }

  /** The network is held while three others come; then all of these are one batch. */
  @Test
  void thoseThatWaitGoTogether() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    EmbedQueue queue = held(begun, go);
    ExecutorService threads = Executors.newCachedThreadPool();
    List<CompletableFuture<Float>> all = new ArrayList<>();
    all.add(one(queue, 0, threads));
    await(begun);
    for (int i = 1; i < 4; i++) {
      all.add(one(queue, i, threads));
    }
    while (queue.length() < 3) {
      Thread.onSpinWait();
    }
    go.countDown();
    assertThat(all.stream().map(CompletableFuture::join)).containsExactlyElementsOf(doubled(4));
    assertThat(batches).containsExactly(1, 3);
    threads.shutdown();
  }

  /** The first in the queue still decodes its other image, so another one must embed. */
  @Test
  void oneThatStillDecodesKeepsNobodyFromBeingWoken() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    EmbedQueue queue = held(begun, go);
    ExecutorService threads = Executors.newCachedThreadPool();
    CompletableFuture<Float> first = one(queue, 0, threads);
    await(begun);
    CountDownLatch decoding = new CountDownLatch(1);
    CountDownLatch bad = new CountDownLatch(1);
    CompletableFuture<List<float[]>> two =
        CompletableFuture.supplyAsync(
            () ->
                queue.embed(
                    2,
                    i -> {
                      if (i == 1) {
                        decoding.countDown();
                        await(bad);
                        throw Refusal.of("bad_image", "This is not an image");
                      }
                      return new float[] {1};
                    },
                    soon()),
            threads);
    await(decoding);
    CompletableFuture<Float> behind = one(queue, 2, threads);
    while (queue.length() < 2) {
      Thread.onSpinWait();
    }
    go.countDown();
    assertThat(first.join()).isEqualTo(0);
    assertThat(behind.join()).isEqualTo(4);
    bad.countDown();
    assertThatThrownBy(two::join).hasCauseInstanceOf(Refusal.class);
    threads.shutdown();
  }

  /** A request that is being decoded is waited for. */
  @Test
  void waitsForOnesThatAreOnTheirWay() {
    EmbedQueue queue =
        new EmbedQueue(this::network, batching(8, 1, 3_600_000), new ServerMetrics());
    CountDownLatch decoding = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    CompletableFuture<float[]> late =
        CompletableFuture.supplyAsync(
            () ->
                queue
                    .embed(
                        1,
                        i -> {
                          decoding.countDown();
                          await(go);
                          return new float[] {5};
                        },
                        soon())
                    .get(0),
            threads);
    await(decoding);
    CompletableFuture<Float> early = one(queue, 1, threads);
    while (queue.length() < 1) {
      Thread.onSpinWait();
    }
    go.countDown();
    assertThat(late.join()).containsExactly(10);
    assertThat(early.join()).isEqualTo(2);
    assertThat(batches).containsExactly(2);
    threads.shutdown();
  }

  @Test
  void manyThreadsGetTheirOwn() {
    EmbedQueue queue = new EmbedQueue(this::network, batching(3, 2, 1), new ServerMetrics());
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<CompletableFuture<Float>> all =
        IntStream.range(0, 2000).mapToObj(i -> one(queue, i, threads)).toList();
    assertThat(all.stream().map(CompletableFuture::join)).containsExactlyElementsOf(doubled(2000));
    assertThat(queue.length()).isZero();
    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2000);
    assertThat(batches).allMatch(size -> size <= 3);
    threads.shutdown();
  }

  @Test
  void aFailureReachesAllOfItsBatchAndNoOther() {
    EmbedQueue queue =
        new EmbedQueue(
            images -> {
              if (images.get(0)[0] < 0) {
                throw new IllegalStateException("negative");
              }
              return network(images);
            },
            batching(8, 1, 0),
            new ServerMetrics());
    assertThatThrownBy(() -> queue.embed(2, i -> new float[] {-1}, soon())).hasMessage("negative");
    assertThat(queue.embed(1, i -> new float[] {1}, soon()).get(0)).containsExactly(2);
  }

  @Test
  void anImageThatIsNoneLeavesNothingBehind() {
    EmbedQueue queue =
        new EmbedQueue(this::network, batching(8, 1, 3_600_000), new ServerMetrics());
    assertThatThrownBy(
            () ->
                queue.embed(
                    2,
                    i -> {
                      if (i == 1) {
                        throw Refusal.of("bad_image", "no image");
                      }
                      return new float[] {1};
                    },
                    soon()))
        .hasMessage("no image");
    assertThat(queue.length()).isZero();
    // Nothing is on its way any more, so this one does not wait.
    assertThat(queue.embed(1, i -> new float[] {3}, soon()).get(0)).containsExactly(6);
  }

  @Test
  void leavesWhenTimeIsUp() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    EmbedQueue queue = held(begun, go);
    ExecutorService threads = Executors.newCachedThreadPool();
    CompletableFuture<Float> first = one(queue, 1, threads);
    await(begun);
    assertThatThrownBy(() -> queue.embed(1, i -> new float[] {2}, System.nanoTime()))
        .hasMessage("No embedder was free in time; come back in a second");
    assertThat(queue.length()).isZero();
    go.countDown();
    assertThat(first.join()).isEqualTo(2);
    threads.shutdown();
  }

  /** A queue whose network says that it has begun, and waits. */
  private EmbedQueue held(CountDownLatch begun, CountDownLatch go) {
    return new EmbedQueue(
        images -> {
          begun.countDown();
          await(go);
          return network(images);
        },
        batching(8, 1, 0),
        new ServerMetrics());
  }

  private static CompletableFuture<Float> one(
      EmbedQueue queue, int value, ExecutorService threads) {
    return CompletableFuture.supplyAsync(
        () -> queue.embed(1, i -> new float[] {value}, soon()).get(0)[0], threads);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
