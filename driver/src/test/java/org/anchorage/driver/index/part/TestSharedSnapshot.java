/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.anchorage.driver.index.IndexInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TestSharedSnapshot {

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Counted a = new Counted();
  private final Counted b = new Counted();
  private final Counted c = new Counted();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  /** A part that counts how often it was closed. */
  private static final class Counted {

    private final AtomicInteger closed = new AtomicInteger();
    private final IndexPart part =
        (IndexPart)
            Proxy.newProxyInstance(
                IndexPart.class.getClassLoader(),
                new Class<?>[] {IndexPart.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "close" -> {
                        closed.incrementAndGet();
                        yield null;
                      }
                      case "count" -> 1;
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
  }

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  private static Snapshot snapshot(Counted... parts) {
    List<LivePart> live =
        java.util.Arrays.stream(parts).map(one -> LivePart.whole(one.part)).toList();
    return new Snapshot(
        live,
        new IndexInfo(3, "ivf", "float", 1, 1, 1, 1, 1, parts.length, 0, 0, 0, 0, 1, 0, 1, 0, ""));
  }

  private static boolean replace(SharedSnapshot shared, Snapshot next) {
    return shared.replace(old -> Optional.of(next));
  }

  private Future<Long> work(SharedSnapshot shared) throws InterruptedException {
    Future<Long> work =
        thread.submit(
            () ->
                shared.<Long, InterruptedException>use(
                    now -> {
                      begun.countDown();
                      end.await();
                      return now.count();
                    }));
    begun.await();
    return work;
  }

  private static long count(SharedSnapshot shared) {
    return shared.<Long, RuntimeException>use(Snapshot::count);
  }

  /** With a lock of readers and writers, the replacement would wait for the work, and new work. */
  @Test
  void aReplacementNeitherWaitsForWorkNorStopsIt() throws Exception {
    SharedSnapshot shared = new SharedSnapshot("place", snapshot(a, b));
    Future<Long> old = work(shared);
    assertThat(replace(shared, snapshot(b, c, new Counted()))).isTrue();
    assertThat(count(shared)).isEqualTo(3);
    assertThat(a.closed).hasValue(0);
    end.countDown();
    assertThat(old.get()).isEqualTo(2);
    assertThat(a.closed).hasValue(1);
    assertThat(b.closed).hasValue(0);
    assertThat(c.closed).hasValue(0);
    shared.close();
    assertThat(List.of(a, b, c)).allMatch(part -> part.closed.get() == 1);
  }

  /** The first and the third have a part that the second has not. */
  @Test
  void aPartIsClosedWhenNoSnapshotInUseHasIt() throws Exception {
    SharedSnapshot shared = new SharedSnapshot("place", snapshot(a, b));
    Future<Long> old = work(shared);
    replace(shared, snapshot(b));
    replace(shared, snapshot(a, c));
    assertThat(b.closed).hasValue(0);
    end.countDown();
    old.get();
    assertThat(b.closed).hasValue(1);
    assertThat(a.closed).hasValue(0);
    shared.close();
    assertThat(a.closed).hasValue(1);
  }

  @Test
  void nothingNewLeavesAllAsItIs() {
    SharedSnapshot shared = new SharedSnapshot("place", snapshot(a));
    assertThat(shared.replace(old -> Optional.empty())).isFalse();
    assertThatThrownBy(
            () ->
                shared.replace(
                    old -> {
                      throw new IllegalArgumentException("damaged");
                    }))
        .hasMessage("damaged");
    assertThat(count(shared)).isEqualTo(1);
    assertThat(a.closed).hasValue(0);
    shared.close();
    shared.close();
    assertThat(a.closed).hasValue(1);
  }

  @Test
  void closingRefusesNewWorkAndWaitsForTheOld() throws Exception {
    SharedSnapshot shared = new SharedSnapshot("place", snapshot(a));
    Future<Long> old = work(shared);
    Thread closing = new Thread(shared::close);
    closing.start();
    assertThatThrownBy(
            () -> {
              while (true) {
                count(shared);
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The index at place is closed; open it again to search it");
    assertThat(a.closed).hasValue(0);
    assertThat(closing.isAlive()).isTrue();
    end.countDown();
    closing.join();
    assertThat(old.get()).isEqualTo(1);
    assertThat(a.closed).hasValue(1);
  }
}
