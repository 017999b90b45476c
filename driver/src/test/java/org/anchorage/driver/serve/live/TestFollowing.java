/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.serve.FakeIndex;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newer index takes the place of the one before; a broken one does not. */
class TestFollowing {

  private static final Configuration HADOOP = new Configuration();

  @TempDir java.nio.file.Path directory;

  private final ServerMetrics metrics = new ServerMetrics();
  private final FakeIndex first = new FakeIndex();
  private final Current current = new Current(opened(first));
  private final List<FakeIndex> made = new ArrayList<>();
  private final AtomicInteger opens = new AtomicInteger();
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE);
  private Path name = new Path("/");
  private Runnable beforeOpened = () -> {};

  @BeforeEach
  void publishOne() throws IOException {
    index("a", "1");
    name = new Path(Files.writeString(directory.resolve("pointer"), "a\n").toUri());
  }

  private void index(String folder, String manifest) throws IOException {
    Files.createDirectories(directory.resolve(folder));
    Files.writeString(directory.resolve(folder).resolve("manifest.json"), manifest);
  }

  private void point(String line) throws IOException {
    Files.writeString(directory.resolve("pointer"), line);
  }

  private Opened opened(FakeIndex index) {
    return new Opened(
        index, new EmbedQueue(index::embed, new EmbedQueue.Batching(1, 1, 0), metrics));
  }

  private Follower follower() {
    return new Follower(
        () -> Published.at(name, HADOOP),
        now -> {
          opens.incrementAndGet();
          String folder = now.location().getName();
          if (folder.equals("broken")) {
            throw new IllegalStateException("no answer");
          }
          if (folder.equals("cut")) {
            throw new InternalError("a fault occurred in an unsafe memory access operation");
          }
          if (folder.equals("away") && opens.get() < 4) {
            throw new UncheckedIOException(new IOException("no route to host"));
          }
          beforeOpened.run();
          made.add(new FakeIndex());
          return opened(made.get(made.size() - 1));
        },
        Published.at(name, HADOOP),
        current,
        metrics,
        clock::get);
  }

  private double swaps(String outcome) {
    return new String(metrics.text(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("anchorage_index_swaps_total{outcome=\"" + outcome))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf("} ") + 2)))
        .sum();
  }

  private Served served() {
    return current.with(Opened::served);
  }

  @Test
  void followsAPointerAndANewManifest() throws IOException {
    Follower follower = follower();
    follower.look();
    assertThat(served()).isSameAs(first);
    index("b", "1");
    point(directory.resolve("b").toUri() + "\nsecond line");
    follower.look();
    assertThat(served()).isSameAs(made.get(0));
    assertThat(first.closed).hasValue(1);
    index("b", "22");
    follower.look();
    assertThat(served()).isSameAs(made.get(1));
    assertThat(swaps("swapped")).isEqualTo(2);
    follower.close();
  }

  @Test
  void aBrokenOneIsRefusedOnceAndTheOldOneGoesOn() throws IOException {
    Follower follower = follower();
    index("broken", "1");
    point("broken");
    follower.look();
    follower.look();
    assertThat(served()).isSameAs(first);
    assertThat(opens).hasValue(1);
    point("lost");
    follower.look();
    point("");
    follower.look();
    assertThat(served()).isSameAs(first);
    assertThat(first.closed).hasValue(0);
    assertThat(swaps("refused")).isEqualTo(3);
    point("a");
    follower.look();
    assertThat(served()).isSameAs(first);
    index("c", "1");
    point("c");
    follower.look();
    assertThat(served()).isSameAs(made.get(0));
    follower.close();
  }

  @Test
  void theOldOneIsRefreshedWhileANewerOneIsRefused() throws IOException {
    Follower follower = follower();
    index("broken", "1");
    for (String pointer : new String[] {"broken", "lost", "", "a"}) {
      point(pointer);
      double before = swaps("refreshed");
      first.news = 1;
      follower.look();
      follower.look();
      assertThat(swaps("refreshed")).as(pointer).isEqualTo(before + 1);
      assertThat(current.notes())
          .isEqualTo(
              pointer.equals("a")
                  ? List.of()
                  : List.of(
                      "A newer index is published and was refused; the one before is served, and"
                          + " the server's log says why"));
    }
    follower.close();
  }

  @Test
  void anIndexThatCannotBeRefreshedSaysSoOnce() {
    Follower follower = follower();
    try (Logged logged = new Logged(Follower.class)) {
      first.news = -1;
      follower.look();
      follower.look();
      assertThat(current.notes())
          .containsExactly(
              "What others write to the index is not taken up; the server's log says why");
      assertThat(logged.lines()).hasSize(1);
      assertThat(logged.lines().get(0).text())
          .endsWith("/a cannot be refreshed, and is served as it was: no file");
      first.news = 0;
      follower.look();
      assertThat(current.notes()).isEmpty();
    }
    follower.close();
  }

  @Test
  void aSwapIsOneLine() throws IOException {
    Follower follower = follower();
    index("b", "1");
    point("b");
    try (Logged logged = new Logged(Follower.class)) {
      follower.look();
      follower.look();
      assertThat(logged.lines()).hasSize(1);
      assertThat(logged.lines().get(0).text())
          .matches(
              "Serving .*/b now, version 1\\.0 of model abcd with 30 items, in place of .*/a,"
                  + " version 1\\.0 of model abcd with 30 items; opening took \\d+ ms");
    }
    follower.close();
  }

  /** What a person can mend has no trace. */
  @Test
  void aWrongPointerIsOneLine() throws IOException {
    Follower follower = follower();
    try (Logged logged = new Logged(Refusals.class)) {
      point("lost");
      follower.look();
      follower.look();
      assertThat(logged.lines()).hasSize(1);
      assertThat(logged.lines().get(0).text())
          .startsWith("A newer index is refused, and the one before goes on: Cannot use --index = ")
          .contains("there is no index, and no file that names one");
      assertThat(logged.lines().get(0).traced()).isFalse();
      index("broken", "1");
      point("broken");
      follower.look();
      assertThat(logged.lines()).hasSize(2);
      assertThat(logged.lines().get(1).traced()).isTrue();
    }
    follower.close();
  }

  /** A file that was cut under its mapping is an Error; the follower lives on. */
  @Test
  void anErrorDoesNotEndIt() throws IOException {
    Follower follower = follower();
    index("cut", "1");
    point("cut");
    follower.look();
    assertThat(swaps("refused")).isEqualTo(1);
    index("b", "1");
    point("b");
    follower.look();
    assertThat(served()).isSameAs(made.get(0));
    follower.close();
  }

  @Test
  void whatFailedForAReasonThatPassesIsTriedAgain() throws IOException {
    Follower follower = follower();
    index("away", "1");
    point("away");
    follower.look();
    int[] minutes = {1, 3, 7};
    for (int i = 0; i < minutes.length; i++) {
      // A clock of nanoseconds passes the greatest number, too.
      clock.set(Long.MAX_VALUE + Duration.ofMinutes(minutes[i]).toNanos() - 1);
      follower.look();
      assertThat(opens).hasValue(i + 1);
      clock.incrementAndGet();
      follower.look();
      assertThat(opens).hasValue(i + 2);
    }
    assertThat(served()).isSameAs(made.get(0));
    follower.close();
  }

  /** The server stops while a newer index is being opened: that one is closed, and each once. */
  @Test
  void nothingIsSwappedInAfterTheEnd() throws IOException {
    Follower follower = follower();
    beforeOpened =
        () -> {
          follower.close();
          current.close();
        };
    index("b", "1");
    point("b");
    follower.look();
    assertThat(made).hasSize(1);
    assertThat(made.get(0).closed).hasValue(1);
    assertThat(first.closed).hasValue(1);
    current.close();
    follower.look();
    assertThat(first.closed).hasValue(1);
    assertThat(opens).hasValue(1);
  }

  /** Requests go on through 200 swaps, and none sees a closed index. */
  @Test
  void noRequestFails() {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger asked = new AtomicInteger();
    CompletableFuture<Void> asking =
        CompletableFuture.runAsync(
            () -> {
              while (!done.get()) {
                current.with(
                    opened -> {
                      FakeIndex index = (FakeIndex) opened.served();
                      assertThat(index.closed).hasValue(0);
                      assertThat(index.item("red/0")).isPresent();
                      assertThat(index.closed).hasValue(0);
                      return asked.incrementAndGet();
                    });
              }
            });
    for (int i = 0; i < 200; i++) {
      made.add(new FakeIndex());
      current.swap(opened(made.get(i)));
    }
    while (asked.get() == 0) {
      Thread.onSpinWait();
    }
    done.set(true);
    asking.join();
    current.close();
    assertThat(made).allMatch(index -> index.closed.get() == 1);
  }

  @Test
  void saysWhatIsWrongWithAName() {
    assertThatThrownBy(() -> Published.at(new Path(directory.resolve("none").toUri()), HADOOP))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("--index")
        .hasMessageContaining("there is no index, and no file that names one");
  }
}
